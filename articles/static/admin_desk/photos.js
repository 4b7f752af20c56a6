// A chosen photo shows its picture; a click on a photo sets the point that crops keep.
"use strict";
{
  const showChosen = field => {
    const image = field.closest(".photo-picker")?.querySelector(".photo-thumbnail");
    if (!image) return;
    image.hidden = !field.value;
    if (field.value) image.src = image.dataset.address.replace("/0/", `/${field.value}/`);
  };

  // A chosen file is shown at once, before it is sent.
  const showUpload = input => {
    const [file] = input.files;
    input.parentElement.querySelector(".upload-name").textContent = file?.name ?? "";
    const image = input.closest(".inline-related")?.querySelector(".photo-picker .photo-thumbnail");
    if (!image || !file) return;
    image.src = URL.createObjectURL(file);
    image.hidden = false;
  };

  const showFocalPoint = () => {
    const frame = document.querySelector(".focal");
    const across = document.getElementById("id_focal_x");
    const down = document.getElementById("id_focal_y");
    if (!frame || !across || !down) return;
    const point = document.createElement("span");
    point.className = "focal-point";
    frame.append(point);
    // The policy forbids style attributes in the page; a script may still set a property.
    const draw = () => {
      point.style.left = `${across.value * 100}%`;
      point.style.top = `${down.value * 100}%`;
    };
    frame.addEventListener("click", event => {
      const box = frame.getBoundingClientRect();
      across.value = ((event.clientX - box.left) / box.width).toFixed(3);
      down.value = ((event.clientY - box.top) / box.height).toFixed(3);
      draw();
    });
    across.addEventListener("input", draw);
    down.addEventListener("input", draw);
    draw();
  };

  document.addEventListener("DOMContentLoaded", () => {
    showFocalPoint();
    document.addEventListener("change", event => {
      if (event.target.matches(".photo-upload")) showUpload(event.target);
    });
    // The popup of the library announces its choice through Django's jQuery only.
    window.django?.jQuery(document).on("change", ".photo-picker input", event => showChosen(event.target));
  });
}
