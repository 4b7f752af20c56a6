// The page for uploads: files can be dropped on it, and their names are listed before they are sent.
"use strict";
{
  const area = document.querySelector("[data-drop]");
  const input = area?.querySelector("input[type=file]");
  const list = area?.querySelector(".import-chosen");
  if (input && list) {
    const show = () => {
      list.replaceChildren(...[...input.files].map(file => {
        const item = document.createElement("li");
        item.textContent = file.name;
        return item;
      }));
      list.hidden = !input.files.length;
    };
    input.addEventListener("change", show);
    show();
    for (const name of ["dragover", "dragleave", "drop"]) {
      area.addEventListener(name, event => {
        event.preventDefault();
        area.classList.toggle("import-over", name === "dragover");
        if (name === "drop") { input.files = event.dataTransfer.files; show(); }
      });
    }
  }
}
