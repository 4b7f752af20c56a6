// What is typed is kept in this browser until it is saved, and offered again when the browser or the machine broke down
// meanwhile. It is kept by account, piece and revision; nothing of it goes to the server, so the history stays short.
// `left.js` throws it away: after a save, when somebody logs out, and when somebody else logs in.
"use strict";
{
  const form = document.getElementById("article_form");
  const about = document.getElementById("typed-about");
  const SKIPPED = /^(csrfmiddlewaretoken|seen|typed|_.*|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS|.*__prefix__.*)$/;
  const PAUSE = 800; // milliseconds after the last key
  const SPLIT = /<\/(?:p|h2|h3|li|blockquote|tr)>|<br>/;

  const start = () => {
    const prefix = `gazette-typed:${about.dataset.user}:${about.dataset.piece}:`;
    const id = form.elements.typed;

    const fields = () => [...form.elements].filter(
      element => element.name && !SKIPPED.test(element.name) && !["file", "submit", "button"].includes(element.type)
    );
    const read = () => Object.fromEntries(fields().map(element => [element.name, element.value]));
    // Rows that say nothing are not there.
    const said = typed => JSON.stringify(Object.entries(typed).filter(([name, value]) => value && !(/-place$/.test(name) && value === "0")).sort());
    const labels = typed => Object.fromEntries(fields().filter(
      element => element.tagName === "SELECT" && typed[element.name]
    ).map(element => [element.name, element.selectedOptions[0]?.textContent ?? ""]));

    const began = read();

    const store = (key, value) => {
      try { localStorage.setItem(key, value); } catch { /* Full, or forbidden by the browser: then nothing is kept. */ }
    };
    const keep = () => {
      const typed = read();
      if (said(typed) === said(began) && !document.querySelector(".errornote")) localStorage.removeItem(prefix + id.value);
      else store(prefix + id.value, JSON.stringify({typed, labels: labels(typed), revision: about.dataset.revision, at: Date.now()}));
    };
    let due = 0;
    const soon = () => { clearTimeout(due); due = setTimeout(keep, PAUSE); };

    const kept = () => Object.keys(localStorage).filter(key => key.startsWith(prefix)).map(key => {
      try { return {key, ...JSON.parse(localStorage.getItem(key))}; } catch { return null; }
    }).filter(Boolean).sort((one, other) => other.at - one.at);

    const labelOf = name => {
      const element = form.querySelector(`[name="${name}"]`);
      const label = form.querySelector(`label[for="id_${name}"]`)?.firstChild?.textContent ?? element?.placeholder ?? "";
      const row = /^(bylines|photos)-(\d+)-/.exec(name);
      const kind = {bylines: gettext("Credit"), photos: gettext("Picture")}[row?.[1]];
      return row ? `${kind} ${Number(row[2]) + 1}` : label.replace(/[:：]\s*$/, "").trim();
    };
    const linesOf = (name, value) => (name === "body" ? value.split(SPLIT).map(line => new DOMParser().parseFromString(line.replace(/<[^>]*>/g, ""), "text/html").body.textContent.trim()) : value.split("\n")).filter(Boolean);

    const differences = record => {
      const list = document.createElement("dl");
      const now = read();
      for (const name of new Set([...Object.keys(record.typed), ...Object.keys(now)])) {
        const mine = record.labels?.[name] || record.typed[name] || "";
        const select = form.querySelector(`select[name="${name}"]`);
        const theirs = select ? (now[name] && select.selectedOptions[0]?.textContent) || "" : now[name] ?? "";
        if (mine === theirs || /-place$/.test(name)) continue;
        const [before, after] = [linesOf(name, theirs), linesOf(name, mine)];
        const term = document.createElement("dt");
        term.textContent = labelOf(name);
        const words = document.createElement("dd");
        for (const [tag, lines] of [["del", before.filter(line => !after.includes(line))], ["ins", after.filter(line => !before.includes(line))]]) {
          for (const line of lines) {
            const shown = document.createElement(tag);
            shown.textContent = line;
            words.append(shown, document.createElement("br"));
          }
        }
        list.append(term, words);
      }
      return list;
    };

    const addRows = typed => {
      for (const [group, name] of [["bylines-group", "bylines"], ["photos-group", "photos"]]) {
        const link = document.querySelector(`#${group} .add-row a`);
        const wanted = 1 + Math.max(-1, ...Object.keys(typed).map(key => Number(new RegExp(`^${name}-(\\d+)-`).exec(key)?.[1] ?? -1)));
        for (let has = Number(form.elements[`${name}-TOTAL_FORMS`]?.value ?? 0); link && has < wanted; has += 1) link.click();
      }
    };

    const restore = record => {
      addRows(record.typed);
      for (const element of fields()) {
        const value = record.typed[element.name] ?? (/^(bylines|photos)-\d+-/.test(element.name) ? "" : undefined);
        if (value === undefined || element.value === value) continue;
        if (element.tagName === "SELECT" && value && ![...element.options].some(option => option.value === value)) {
          element.append(new Option(record.labels?.[element.name] || value, value));
        }
        element.value = value;
        // The policy forbids the widths that the editor gives the columns of a table.
        if (element.name === "body") document.bodyEditor?.commands.setContent(value.replace(/\sstyle="[^"]*"/g, ""));
        else if (element.type === "hidden" || element.tagName === "SELECT") django.jQuery(element).trigger("change");
      }
      // The name follows the reporter that is chosen; what was typed is the name.
      for (const element of fields()) if (/-printed_name$/.test(element.name)) element.value = record.typed[element.name] ?? "";
      form.dispatchEvent(new CustomEvent("desk:changed"));
      form.elements.headline.focus();
    };

    const offer = record => {
      const place = document.getElementById("typed-offer");
      const time = new Date(record.at).toLocaleString("zh-CN", {dateStyle: "medium", timeStyle: "short"});
      place.querySelector(".typed-at").textContent = time;
      place.querySelector(".typed-moved").hidden = record.revision === about.dataset.revision;
      place.querySelector(".typed-differences").replaceChildren(differences(record));
      const close = () => { place.hidden = true; };
      place.querySelector("[value=restore]").onclick = () => {
        localStorage.removeItem(record.key);
        restore(record);
        keep();
        close();
      };
      place.querySelector("[value=drop]").onclick = () => { localStorage.removeItem(record.key); close(); };
      place.hidden = false;
    };

    id.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(16).slice(2)}`;
    for (const record of kept()) {
      // The form shows it already: it was sent back with an error.
      if (said(record.typed) === said(began)) localStorage.removeItem(record.key);
    }
    const [newest] = kept();
    if (newest) offer(newest);
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("desk:changed", soon);
    document.addEventListener("formset:removed", soon);
    document.bodyEditor?.on("update", soon);
    // A save that fails on the way (the session is over, the network is gone) must find it kept.
    form.addEventListener("submit", keep);
    document.addEventListener("visibilitychange", () => { if (document.hidden && due) keep(); });
    if (document.querySelector(".errornote")) keep();
  };

  if (form && about) {
    if (document.bodyEditor || !document.getElementById("id_body")) django.jQuery(start);
    else document.addEventListener("body:ready", () => django.jQuery(start), {once: true});
  }
}
