// An option that nobody knows is a warning.
// expect exit 0
// expect console nonsenseOption
export const options = { nonsenseOption: 1 };

export default function () {}
