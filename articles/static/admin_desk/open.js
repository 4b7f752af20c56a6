// Says every twenty seconds that this piece is open here, and shows who else has it open.
"use strict";
{
  const EVERY = 20_000; // milliseconds; the server forgets after a minute
  const place = document.getElementById("others-here");

  if (place) {
    const token = document.querySelector("#article_form [name=csrfmiddlewaretoken]")?.value ?? "";
    const say = others => {
      place.hidden = !others.length;
      place.textContent = others.length
        ? interpolate(gettext("%s has this piece open, too: agree who writes."), [others.join("、")]) : "";
    };
    const beat = async () => {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", token);
      try {
        const response = await fetch(place.dataset.address, {method: "POST", body});
        if (response.ok) say((await response.json()).others);
      } catch { /* The network is gone for a moment: the next beat tells. */ }
    };
    const leave = () => {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", token);
      body.append("leaving", "1");
      navigator.sendBeacon(place.dataset.address, body);
    };
    if (token) {
      beat();
      setInterval(() => { if (!document.hidden) beat(); }, EVERY);
      document.addEventListener("visibilitychange", () => { if (!document.hidden) beat(); });
      window.addEventListener("pagehide", leave);
    }
  }
}
