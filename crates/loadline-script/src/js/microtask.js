// queueMicrotask: a function that is called when the code under way is done.
({
  queueMicrotask(callback) {
    if (typeof callback !== 'function') throw new TypeError('queueMicrotask takes a function');
    Promise.resolve().then(() => callback());
  },
})
