// A part beside the asked-for one that comes back as it was stays in place: a tap that has begun on it is not lost.
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  if (fragment.firstElementChild?.isEqualNode(target)) event.detail.shouldSwap = false;
});
