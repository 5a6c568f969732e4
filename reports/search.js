// Narrows the list of series to what is asked for. Without it the page shows the whole list.
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  var fields = form.elements;
  var found = form.querySelector(".found");
  var places = Array.prototype.map.call(
    document.querySelectorAll("[data-place]"),
    function (section) {
      var place = section.querySelector("h2").textContent;
      return {
        section: section,
        items: Array.prototype.map.call(section.querySelectorAll("li"), function (item) {
          return {
            item: item,
            kind: item.getAttribute("data-k"),
            publisher: item.querySelector("b").textContent,
            text: fold(place + " " + item.textContent),
          };
        }),
      };
    },
  );

  // Letters without accents, in lower case: "turkiye" finds "Türkiye".
  function fold(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  }

  function narrow() {
    var words = fold(fields.q.value).split(/\s+/).filter(Boolean);
    var kind = fields.kind.value;
    var publisher = fields.publisher.value;
    var count = 0;
    places.forEach(function (place) {
      var shown = 0;
      place.items.forEach(function (one) {
        var fits =
          (!kind || one.kind === kind) &&
          (!publisher || one.publisher === publisher) &&
          words.every(function (word) {
            return one.text.indexOf(word) >= 0;
          });
        one.item.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      place.section.hidden = shown === 0;
      count += shown;
    });
    found.textContent = count === 1 ? "1 series" : count + " series";
  }

  fields.q.value = new URLSearchParams(location.search).get("q") || "";
  form.hidden = false;
  form.addEventListener("input", narrow);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  narrow();
})();
