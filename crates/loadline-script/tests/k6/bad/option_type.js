// An option of the wrong type.
// expect exit 104
export const options = { vus: 'many' };
export default function () {}
