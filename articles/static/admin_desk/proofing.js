// The copy desk's checks beside the form: what is typed is sent, saved or not, and what comes back is shown by class,
// with a jump to the place and a mend by one click. Mended words go into the form; saving them is the person's business.
"use strict";
{
  const form = document.getElementById("article_form");
  const panel = document.getElementById("proofing-panel");
  const PAUSE = 1500; // milliseconds after the last key before the text is checked again

  const said = panel?.querySelector(".proofing-said");
  const found = panel?.querySelector(".proofing-found");
  let asked = 0;
  let waiting = 0;

  const body = () => document.getElementById("id_body");

  const typed = extra => {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    data.delete("typed"); // the browser's own copy of the form
    if (document.bodyEditor) data.set("body", document.bodyEditor.getHTML());
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    return data;
  };

  const check = async (extra = {}) => {
    clearTimeout(waiting);
    const now = ++asked;
    panel.setAttribute("aria-busy", "true");
    let answer = null;
    try {
      const response = await fetch(panel.dataset.address, {method: "POST", body: typed(extra)});
      if (response.ok && !response.redirected) answer = await response.json();
    } catch { /* the network, or the page is being left */ }
    if (now !== asked) return;
    panel.removeAttribute("aria-busy");
    if (!answer) {
      said.textContent = gettext("The text could not be checked just now.");
      return;
    }
    for (const [name, value] of Object.entries(answer.fields)) write(name, value);
    show(answer.findings);
  };

  const write = (name, value) => {
    if (name === "body" && document.bodyEditor) {
      document.bodyEditor.commands.setContent(value, {emitUpdate: true});
      form.dispatchEvent(new Event("change", {bubbles: true}));
      body()?.dispatchEvent(new Event("change", {bubbles: true}));
      return;
    }
    const input = document.getElementById(`id_${name}`);
    if (!input) return;
    input.value = value;
    input.dispatchEvent(new Event("input", {bubbles: true}));
    input.dispatchEvent(new Event("change", {bubbles: true}));
  };

  // --- the list

  const element = (name, className, text = "") => {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = text;
    return made;
  };

  const button = (className, text, deed) => {
    const made = element("button", className, text);
    made.type = "button";
    made.addEventListener("click", deed);
    return made;
  };

  const row = finding => {
    const item = element("li", `proofing-${finding.severity}`);
    const jump = button("proofing-jump", "", () => goTo(finding));
    if (finding.quote) jump.append(finding.before, element("mark", "", finding.quote), finding.after);
    else jump.append(finding.field_label);
    item.append(element("span", "proofing-mark", finding.severity_label), jump);
    if (finding.fix) item.append(" ", element("span", "proofing-fix", `→ ${finding.fix}`));
    item.append(element("span", "proofing-sentence", `${finding.field_label}：${finding.sentence}`));
    if (finding.fix && canMend(finding)) {
      const tools = element("div", "proofing-tools");
      tools.append(button("proofing-mend", gettext("Mend"), () => check({mend: finding.key})));
      item.append(tools);
    }
    return item;
  };

  const canMend = finding => Boolean(finding.field === "body" ? document.bodyEditor ?? body() : document.getElementById(`id_${finding.field}`));

  const show = findings => {
    const classes = Map.groupBy ? Map.groupBy(findings, one => one.class) : grouped(findings);
    const parts = [];
    for (const [name, rows] of classes) {
      const head = element("div", "proofing-class");
      head.append(element("span", "", `${rows[0].class_label} ${rows.length}`));
      const mendable = rows.filter(one => one.fix && canMend(one));
      if (mendable.length > 1) {
        const all = button("proofing-mend-all", gettext("Mend all as proposed"), () => check({mend_class: name}));
        all.setAttribute("aria-label", `${rows[0].class_label}：${all.textContent}`);
        head.append(all);
      }
      const list = element("ul", "");
      list.append(...rows.map(row));
      parts.push(head, list);
    }
    found.replaceChildren(...parts);
    said.textContent = findings.length
      ? interpolate(ngettext("%s place to look at", "%s places to look at", findings.length), [findings.length])
      : gettext("Nothing to point out.");
  };

  const grouped = findings => {
    const classes = new Map();
    for (const one of findings) classes.set(one.class, [...(classes.get(one.class) ?? []), one]);
    return classes;
  };

  // --- the jump

  const goTo = finding => {
    if (finding.field === "body" && document.bodyEditor) {
      goToBody(finding);
      return;
    }
    const input = document.getElementById(`id_${finding.field}`);
    if (!input) return;
    input.scrollIntoView({block: "center"});
    input.focus();
    if (finding.end && input.setSelectionRange) input.setSelectionRange(finding.start, finding.end);
  };

  // Paragraphs are counted as the server counts them: those that hold any text. The text of one may have moved since.
  const goToBody = finding => {
    const editor = document.bodyEditor;
    const paragraphs = [];
    editor.state.doc.descendants((node, place) => {
      if (node.isTextblock && node.textContent.trim()) paragraphs.push([node, place]);
      return !node.isTextblock;
    });
    const [node, place] = paragraphs[finding.paragraph] ?? [];
    if (!node) return;
    const text = node.textBetween(0, node.content.size, "", "\n");
    const indent = text.length - text.trimStart().length;
    let start = finding.start + indent;
    if (text.slice(start, start + finding.quote.length) !== finding.quote) start = text.indexOf(finding.quote);
    if (start < 0) return;
    editor.chain().focus().setTextSelection({from: place + 1 + start, to: place + 1 + start + finding.quote.length}).scrollIntoView().run();
  };

  // --- when

  const later = event => {
    if (event?.isComposing) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => check(), PAUSE);
  };

  if (form && panel) {
    panel.hidden = false;
    panel.querySelector(".proofing-again").addEventListener("click", () => check());
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    window.addEventListener("pagehide", () => { clearTimeout(waiting); asked++; });
    later();
  }
}
