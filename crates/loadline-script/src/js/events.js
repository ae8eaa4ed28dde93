// Event, EventTarget, AbortController and AbortSignal as the DOM Standard has them, without trees: an event
// goes to its target and nowhere else.
(() => {
  const failure = (name, message) => Object.assign(new Error(message), { name });
  const inside = Symbol('inside');

  class Event {
    #type; #cancelable; #bubbles;
    constructor(type, options = {}) {
      if (type === undefined) throw new TypeError("Event's constructor takes a type");
      this.#type = String(type);
      this.#bubbles = Boolean(options?.bubbles);
      this.#cancelable = Boolean(options?.cancelable);
      this[inside] = { target: null, stopped: false, prevented: false };
      Object.defineProperty(this, inside, { enumerable: false });
    }
    get type() { return this.#type; }
    get bubbles() { return this.#bubbles; }
    get cancelable() { return this.#cancelable; }
    get defaultPrevented() { return this[inside].prevented; }
    get target() { return this[inside].target; }
    get currentTarget() { return this[inside].target; }
    preventDefault() { if (this.#cancelable) this[inside].prevented = true; }
    stopPropagation() {}
    stopImmediatePropagation() { this[inside].stopped = true; }
  }

  class EventTarget {
    #listeners = [];
    addEventListener(type, callback, options) {
      if (callback === null || callback === undefined) return;
      const { once = false, signal = null } = typeof options === 'object' && options !== null ? options : {};
      if (signal?.aborted) return;
      type = String(type);
      if (this.#listeners.some((one) => one.type === type && one.callback === callback)) return;
      this.#listeners.push({ type, callback, once });
      signal?.addEventListener('abort', () => this.removeEventListener(type, callback));
    }
    removeEventListener(type, callback) {
      this.#listeners = this.#listeners.filter((one) => one.type !== String(type) || one.callback !== callback);
    }
    dispatchEvent(event) {
      if (!(event instanceof Event)) throw new TypeError('dispatchEvent takes an Event');
      const state = event[inside];
      state.target = this;
      const handler = this['on' + event.type];
      if (typeof handler === 'function') handler.call(this, event);
      for (const one of this.#listeners.filter((one) => one.type === event.type)) {
        if (state.stopped) break;
        if (!this.#listeners.includes(one)) continue;
        if (one.once) this.removeEventListener(one.type, one.callback);
        if (typeof one.callback === 'function') one.callback.call(this, event);
        else one.callback.handleEvent(event);
      }
      return !state.prevented;
    }
  }

  const abort = (signal, reason) => {
    const now = state(signal);
    if (now.aborted) return;
    now.aborted = true;
    now.reason = reason === undefined ? failure('AbortError', 'This operation was aborted') : reason;
    for (const other of now.followers.splice(0)) abort(other, now.reason);
    signal.dispatchEvent(new Event('abort'));
  };
  const make = () => Reflect.construct(EventTarget, [], AbortSignal);

  class AbortSignal extends EventTarget {
    constructor() {
      throw new TypeError('Illegal constructor');
    }
    get aborted() { return state(this).aborted; }
    get reason() { return state(this).reason; }
    throwIfAborted() { if (this.aborted) throw this.reason; }
    static abort(reason) {
      const signal = make();
      abort(signal, reason);
      return signal;
    }
    static timeout(delay) {
      const signal = make();
      setTimeout(() => abort(signal, failure('TimeoutError', 'The operation was aborted due to timeout')), delay);
      return signal;
    }
    static any(signals) {
      const signal = make();
      for (const other of signals) {
        if (other.aborted) { abort(signal, other.reason); break; }
        state(other).followers.push(signal);
      }
      return signal;
    }
  }
  const state = (signal) => {
    if (!Object.hasOwn(signal, inside)) {
      Object.defineProperty(signal, inside, { value: { aborted: false, reason: undefined, followers: [] } });
    }
    return signal[inside];
  };

  class AbortController {
    #signal = make();
    get signal() { return this.#signal; }
    abort(reason) { abort(this.#signal, reason); }
  }
  return { Event, EventTarget, AbortController, AbortSignal };
})()
