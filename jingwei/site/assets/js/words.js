// Sentences come from the page, in its language: <body data-words-sent="…">.
export function word(name) {
  return document.body.dataset[`words${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
}
