// Runs before the first paint, so that the page never flashes in the wrong theme or language. It stands in a
// file of its own because the content security policy admits no inline script. Keys: src/lib/preferences.ts.
(function () {
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem("visavis.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    var language = localStorage.getItem("visavis.language");
    if (language !== "ko" && language !== "en") {
      language = /^en\b/.test(navigator.language) ? "en" : "ko";
    }
    root.lang = language;
  } catch {
    // Storage is blocked: the system's theme and Korean it is.
  }
})();
