// Globals that are made together when the first of them is touched; one that a script sets stays as it set it.
(names, make) => {
  let made;
  const put = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  for (const name of names) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      get() {
        made ??= make();
        put(name, made[name]);
        return made[name];
      },
      set(value) { put(name, value); },
    });
  }
}
