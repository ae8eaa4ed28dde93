// ReadableStream with its default reader and controller, as the Streams Standard has them without byte streams.
({ attempt, later, failed, unsupported, isObject, methodOf, strategyOf, sizeOf }) => {
  const inside = Symbol('inside');
  const keep = (object, state) => Object.defineProperty(object, inside, { value: state, writable: true });

  const desired = (state) => {
    if (state.phase === 'errored') return null;
    return state.phase === 'closed' ? 0 : state.mark - state.total;
  };
  const wantsMore = (state) => state.phase === 'readable' && !state.closing && state.started
    && (state.requests.length > 0 || desired(state) > 0);
  const pull = (state) => {
    if (!wantsMore(state)) return;
    if (state.pulling) {
      state.again = true;
      return;
    }
    state.pulling = true;
    attempt(() => state.pull(state.controller)).then(() => {
      state.pulling = false;
      if (!state.again) return;
      state.again = false;
      pull(state);
    }, (reason) => fail(state, reason));
  };
  const fail = (state, reason) => {
    if (state.phase !== 'readable') return;
    Object.assign(state, { phase: 'errored', reason, queue: [], total: 0 });
    state.requests.splice(0).forEach((request) => request.reject(reason));
    state.reader?.closed.reject(reason);
  };
  const finish = (state) => {
    if (state.phase !== 'readable') return;
    state.phase = 'closed';
    state.requests.splice(0).forEach((request) => request.resolve({ value: undefined, done: true }));
    state.reader?.closed.resolve();
  };
  const cancel = async (state, reason) => {
    if (state.phase === 'closed') return;
    if (state.phase === 'errored') throw state.reason;
    finish(state);
    Object.assign(state, { queue: [], total: 0 });
    await attempt(() => state.cancel(reason));
  };
  const mayAdd = (state) => {
    if (state.closing || state.phase !== 'readable') throw new TypeError('cannot close or enqueue');
  };

  class ReadableStreamDefaultController {
    constructor() { throw new TypeError('Illegal constructor'); }
    get desiredSize() { return desired(this[inside]); }
    enqueue(chunk) {
      const state = this[inside];
      mayAdd(state);
      if (state.requests.length > 0) state.requests.shift().resolve({ value: chunk, done: false });
      else {
        try {
          const size = sizeOf(state.size, chunk);
          state.queue.push({ chunk, size });
          state.total += size;
        } catch (reason) {
          fail(state, reason);
          throw reason;
        }
      }
      pull(state);
    }
    close() {
      const state = this[inside];
      mayAdd(state);
      state.closing = true;
      if (state.queue.length === 0) finish(state);
    }
    error(reason) { fail(this[inside], reason); }
  }

  class ReadableStream {
    constructor(source = {}, strategy = {}) {
      if (!isObject(source)) throw new TypeError('underlyingSource must be an object');
      if (source.type === 'bytes') throw unsupported("'bytes' stream");
      if (source.type !== undefined) throw new TypeError('invalid underlying source type');
      const [start, more, stop] = ['start', 'pull', 'cancel'].map((name) => methodOf(source, name, 'underlyingSource'));
      const state = {
        ...strategyOf(strategy), pull: more, cancel: stop, phase: 'readable', reason: undefined, reader: null,
        queue: [], total: 0, requests: [], started: false, closing: false, pulling: false, again: false,
        controller: Object.create(ReadableStreamDefaultController.prototype),
      };
      keep(this, state);
      keep(state.controller, state);
      Promise.resolve(start(state.controller)).then(() => {
        state.started = true;
        pull(state);
      }, (reason) => fail(state, reason));
    }
    get locked() { return this[inside].reader !== null; }
    async cancel(reason) {
      if (this.locked) throw new TypeError('cannot cancel a locked stream');
      return cancel(this[inside], reason);
    }
    getReader(options) {
      const mode = options?.mode;
      if (mode === 'byob') throw unsupported("'byob' mode");
      if (mode !== undefined) throw new TypeError("options.mode is not 'byob'");
      return new ReadableStreamDefaultReader(this);
    }
    tee() { throw unsupported("'tee()'"); }
    async *values(options) {
      const reader = this.getReader();
      let isOver = false;
      try {
        for (;;) {
          const { value, done } = await reader.read().catch((reason) => { isOver = true; throw reason; });
          isOver = done;
          if (done) return;
          yield value;
        }
      } finally {
        if (!isOver && !options?.preventCancel) await reader.cancel();
        reader.releaseLock();
      }
    }
    [Symbol.asyncIterator](options) { return this.values(options); }
    get [Symbol.toStringTag]() { return 'ReadableStream'; }
  }

  class ReadableStreamDefaultReader {
    constructor(...values) {
      if (values.length !== 1) throw new TypeError('ReadableStreamDefaultReader takes a single argument');
      if (!(values[0] instanceof ReadableStream)) {
        throw new TypeError('ReadableStreamDefaultReader argument must be a ReadableStream');
      }
      const state = values[0][inside];
      if (state.reader !== null) throw new TypeError('stream is locked');
      const own = { state, closed: state.phase === 'errored' ? failed(state.reason) : later() };
      if (state.phase === 'closed') own.closed.resolve();
      state.reader = own;
      keep(this, own);
    }
    get closed() { return this[inside].closed.promise; }
    async read() {
      const { state } = this[inside];
      if (state === null) throw new TypeError('stream is undefined');
      if (state.phase === 'errored') throw state.reason;
      if (state.phase === 'closed') return { value: undefined, done: true };
      if (state.queue.length === 0) {
        const request = later();
        state.requests.push(request);
        pull(state);
        return request.promise;
      }
      const { chunk, size } = state.queue.shift();
      state.total = state.queue.length === 0 ? 0 : state.total - size;
      if (state.closing && state.queue.length === 0) finish(state);
      else pull(state);
      return { value: chunk, done: false };
    }
    async cancel(reason) {
      const { state } = this[inside];
      if (state === null) throw new TypeError('stream is undefined');
      return cancel(state, reason);
    }
    releaseLock() {
      const own = this[inside];
      if (own.state === null) return;
      if (own.state.phase === 'readable') own.closed.reject(new TypeError('stream is readable'));
      else own.closed = failed(new TypeError('stream is not readable'));
      own.state.requests.splice(0).forEach((request) => request.reject(new TypeError('reader released')));
      own.state.reader = null;
      own.state = null;
    }
  }
  return { ReadableStream, ReadableStreamDefaultReader };
}
