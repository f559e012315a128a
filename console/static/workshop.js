// The workshop: mails in frames that fit, and a page that follows the files. Everything works without it but that.
(() => {
  "use strict";
  const heights = new Map(); // of each view, so that nothing jumps while a frame loads again
  const RETRY = 1000;
  let source = null;

  const fit = (frame) => {
    const box = frame.parentElement;
    const width = Number(frame.dataset.width);
    const scale = Math.min(1, box.clientWidth / width);
    const height = heights.get(frame.dataset.view) || Number(frame.dataset.height) || 900;
    frame.style.width = `${scale === 1 && frame.dataset.grow ? box.clientWidth : width}px`;
    frame.style.height = `${height}px`;
    frame.style.transform = `scale(${scale})`;
    if (!box.classList.contains("thumb")) box.style.height = `${Math.ceil(height * scale)}px`;
  };

  const measure = (frame) => {
    const page = frame.contentDocument;
    if (page && page.URL !== "about:blank" && frame.dataset.view) { // blank is what every frame is at first
      const root = page.documentElement;
      frame.style.height = "1px"; // so that what fills its window does not count as content
      heights.set(frame.dataset.view, Math.max(root.scrollHeight, 64));
    }
    fit(frame);
  };

  const reveal = () => {
    const chosen = document.querySelector(".views-nav [aria-current]"); // on a phone it may lie beyond the edge
    if (chosen) chosen.parentElement.scrollLeft = chosen.offsetLeft - chosen.parentElement.offsetLeft - 16;
  };

  const frames = () => document.querySelectorAll("iframe[data-width]");
  const settle = () =>
    frames().forEach((frame) => {
      fit(frame);
      if (frame.dataset.known) return;
      frame.dataset.known = "yes";
      frame.addEventListener("load", () => measure(frame));
      if (frame.contentDocument && frame.contentDocument.readyState === "complete") measure(frame);
    });

  const say = (state, words) => {
    const live = document.getElementById("live");
    if (!live || live.dataset.state === state) return;
    live.dataset.state = state;
    live.querySelector("span").textContent = words;
  };

  const refresh = (mark) => {
    const bench = document.getElementById("workbench");
    if (!bench) window.location.reload(); // the mail was gone, and may be there again
    if (!bench || bench.dataset.mark === mark || bench.dataset.loading === mark) return;
    bench.dataset.loading = mark;
    const at = window.scrollY;
    htmx
      .ajax("GET", window.location.href, { target: "#workbench", select: "#workbench", swap: "outerHTML show:none" })
      .then(() => window.scrollTo({ top: at, behavior: "instant" }))
      .finally(() => delete bench.dataset.loading);
  };

  const listen = () => {
    if (source || document.hidden || !document.getElementById("workbench")) return;
    source = new EventSource("/workshop/changes");
    source.addEventListener("changed", (event) => {
      say("on", "Live: follows what you save");
      refresh(event.data);
    });
    source.onerror = () => {
      say("off", "Connection lost: trying again …");
      if (source.readyState === EventSource.CLOSED) {
        stop();
        window.setTimeout(listen, RETRY);
      }
    };
  };

  const stop = () => {
    if (source) source.close();
    source = null;
  };

  // A browser keeps few connections to one place: a tab that nobody looks at gives its own back, and asks anew later.
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : listen()));
  window.addEventListener("pagehide", stop);
  window.addEventListener("resize", () => frames().forEach(fit));
  document.addEventListener("htmx:afterSwap", () => {
    settle();
    reveal();
  });
  settle();
  reveal();
  listen();
})();
