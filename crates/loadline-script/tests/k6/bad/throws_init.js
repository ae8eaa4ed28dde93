// An exception in init code.
// expect exit 107
// expect console broken in init
// expect console throws_init.js:5
throw new Error('broken in init');

export default function () {}
