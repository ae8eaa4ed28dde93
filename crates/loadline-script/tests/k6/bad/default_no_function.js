// A default export that is no function.
// expect exit 255
export default 5;
