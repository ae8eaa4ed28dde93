// A mistake in the language.
// expect exit 107
// expect console syntax.js
// expect console 7
export default function () {
  const a = 1;
  const b = ;
}
