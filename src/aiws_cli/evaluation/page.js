"use strict";
(() => {
  document.documentElement.classList.add("js");
  const form = document.getElementById("filter");
  const items = [...document.querySelectorAll("details.question")];
  const count = document.getElementById("shown");
  const texts = new Map();

  const text = (item) => {
    if (!texts.has(item)) texts.set(item, item.textContent.toLowerCase().normalize("NFC"));
    return texts.get(item);
  };

  const apply = () => {
    const wanted = [...new FormData(form)].filter(([, value]) => value.trim() !== "");
    let shown = 0;
    for (const item of items) {
      const fits = wanted.every(([name, value]) =>
        name === "text"
          ? value.toLowerCase().normalize("NFC").trim().split(/\s+/).every((word) => text(item).includes(word))
          : (item.dataset[name] || "") === value);
      item.hidden = !fits;
      shown += fits;
    }
    count.textContent = `${shown} / ${items.length}`;
  };

  const follow = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target || target.tagName !== "DETAILS") return;
    if (target.hidden) { form.reset(); apply(); }
    target.open = true;
    target.scrollIntoView();
  };

  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  document.getElementById("open-all").addEventListener("click", () => {
    const shown = items.filter((item) => !item.hidden);
    const open = shown.some((item) => !item.open);
    for (const item of shown) item.open = open;
  });
  window.addEventListener("hashchange", follow);
  // A browser that goes back keeps what was chosen.
  apply();
  follow();
})();
