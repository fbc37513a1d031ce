// A photo is made small on the phone before it travels, which also drops its place and camera data.
// A picture the browser cannot read is left as it is: the server looks at it again and answers.
const LONGEST = 1600;
const QUALITY = 0.82;

async function shrink(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  const name = file.name.replace(/\.[^.]*$/, "") + ".jpg";
  return { canvas, file: new File([blob], name, { type: "image/jpeg" }) };
}

async function show(input) {
  const drop = input.closest(".drop");
  const original = input.files[0];
  drop.querySelector("canvas")?.remove();
  drop.querySelector("[data-file-name]").textContent = [...input.files].map((file) => file.name).join(" · ");
  if (!original || !("photo" in input.dataset)) return;
  try {
    const small = await shrink(original);
    const list = new DataTransfer();
    list.items.add(small.file);
    input.files = list.files;
    small.canvas.setAttribute("aria-hidden", "true");
    drop.prepend(small.canvas);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches(".drop input[type=file]")) show(event.target);
});

for (const [name, over] of [["dragenter", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => event.target.closest?.(".drop")?.classList.toggle("over", over));
}
