// The first open remark is in sight when the form opens; a proposed headline fills the field, and nothing more.
"use strict";
{
  const lines = document.querySelector(".source-lines");
  const doubtful = lines?.querySelector(".source-doubtful");
  if (doubtful) lines.scrollTop = doubtful.offsetTop - lines.offsetTop - 60;

  const proposed = document.querySelector(".proposed-headlines");
  const headline = document.getElementById("id_headline");
  if (proposed && headline) {
    headline.closest(".form-row").append(proposed);
    proposed.hidden = false;
    proposed.addEventListener("click", event => {
      if (!event.target.matches("button")) return;
      headline.value = event.target.value;
      headline.dispatchEvent(new Event("change", {bubbles: true}));
      headline.focus();
    });
  }
}
