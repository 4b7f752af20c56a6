// A printed byline is pasted into one box and becomes rows; the server reads it, as it reads those of imported pages.
"use strict";
{
  const box = document.getElementById("pasted-byline");
  const form = document.getElementById("article_form");

  const rowsOf = group => [...group.querySelectorAll("tr.form-row[id]")].filter(row => /-\d+$/.test(row.id));
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const write = (element, value) => {
    element.value = value;
    element.dispatchEvent(new Event("change", {bubbles: true}));
  };
  const isBlank = row => !["reporter", "printed_name", "standing", "role", "organisation"].some(name => field(row, name).value.trim());

  const fill = (row, credit) => {
    const select = field(row, "reporter");
    if (credit.reporter) {
      if (![...select.options].some(option => option.value === String(credit.reporter))) {
        select.append(new Option(credit.reporter_name, credit.reporter));
      }
      select.value = credit.reporter;
      django.jQuery(select).trigger("change");
    }
    for (const name of ["standing", "role", "organisation"]) write(field(row, name), credit[name]);
    write(field(row, "printed_name"), credit.name);
  };

  const say = (sentences, isError) => {
    const place = document.getElementById("pasted-byline-said");
    place.classList.toggle("errornote", isError);
    place.textContent = sentences.join(" ");
  };

  const take = found => {
    const group = document.getElementById("bylines-group");
    for (const credit of found.credits) {
      const rows = rowsOf(group);
      // Whoever stands there already is mended, not named twice.
      let row = rows.find(one => field(one, "printed_name").value.trim() === credit.name) ?? rows.find(isBlank);
      if (!row) {
        group.querySelector(".add-row a").click();
        row = rowsOf(group).at(-1);
      }
      fill(row, credit);
    }
    write(document.getElementById("id_printed_byline"), found.printed);
    form.dispatchEvent(new CustomEvent("desk:changed"));
    box.value = "";
    say([found.said, ...found.remarks], false);
  };

  const read = async () => {
    const typed = box.value.trim();
    if (!typed) return;
    const body = new FormData();
    body.append("byline", typed);
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const response = await fetch(box.dataset.address, {method: "POST", body});
      const found = await response.json();
      if (found.problem) say([found.problem], true);
      else take(found);
    } catch {
      say([gettext("The server did not answer: type the credits into the rows below.")], true);
    }
  };

  if (box) {
    // The text is in the box only after the event.
    box.addEventListener("paste", () => setTimeout(read));
    box.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      read();
    });
    document.getElementById("read-byline").addEventListener("click", read);
  }
}
