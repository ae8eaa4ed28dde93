// A default export that is no function.
// expect exit 255, under loadline 104
export default 5;
