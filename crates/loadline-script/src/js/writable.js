// WritableStream with its default writer and controller, as the Streams Standard has them.
({ attempt, later, failed, isObject, methodOf, strategyOf, sizeOf }) => {
  const inside = Symbol('inside');
  const keep = (object, state) => Object.defineProperty(object, inside, { value: state, writable: true });
  const END = Symbol('end');

  const isEnding = (state) => state.ending !== null || state.closing !== null;
  const desired = (state) => {
    if (state.phase === 'errored' || state.phase === 'erroring') return null;
    return state.phase === 'closed' ? 0 : state.mark - state.total;
  };
  // Lets writers wait, or go on, as the queue fills and empties.
  const press = (state) => {
    if (isEnding(state) || state.phase !== 'writable') return;
    const isFull = desired(state) <= 0;
    if (isFull === state.isFull) return;
    state.isFull = isFull;
    if (state.writer === null) return;
    if (isFull) state.writer.ready = later();
    else state.writer.ready.resolve();
  };
  const beginToFail = (state, reason) => {
    Object.assign(state, { phase: 'erroring', reason });
    if (state.writer !== null) {
      state.writer.ready.reject(reason);
      state.writer.ready = failed(reason);
    }
    if (state.writing === null && state.closing === null && state.started) fail(state);
  };
  const fail = (state) => {
    Object.assign(state, { phase: 'errored', queue: [], total: 0 });
    state.requests.splice(0).forEach((request) => request.reject(state.reason));
    const { aborting } = state;
    state.aborting = null;
    const settle = () => {
      state.ending?.reject(state.reason);
      state.ending = null;
      state.writer?.closed.reject(state.reason);
    };
    if (aborting === null || aborting.wasFailing) {
      aborting?.reject(state.reason);
      settle();
      return;
    }
    attempt(() => state.abort(aborting.reason)).then(() => { aborting.resolve(); settle(); }, (reason) => {
      aborting.reject(reason);
      settle();
    });
  };
  const failFurther = (state, reason) => {
    if (state.phase === 'writable') beginToFail(state, reason);
    else fail(state);
  };
  const finish = (state) => {
    state.queue.shift();
    [state.closing, state.ending] = [state.ending, null];
    attempt(() => state.close()).then(() => {
      state.closing.resolve();
      state.closing = null;
      state.aborting?.resolve();
      Object.assign(state, { aborting: null, phase: 'closed' });
      state.writer?.closed.resolve();
    }, (reason) => {
      state.closing.reject(reason);
      state.closing = null;
      state.aborting?.reject(reason);
      state.aborting = null;
      failFurther(state, reason);
    });
  };
  const advance = (state) => {
    if (!state.started || state.writing !== null) return;
    if (state.phase === 'erroring') {
      fail(state);
      return;
    }
    if (state.phase !== 'writable' || state.queue.length === 0) return;
    const { chunk, size } = state.queue[0];
    if (chunk === END) {
      finish(state);
      return;
    }
    state.writing = state.requests.shift();
    attempt(() => state.write(chunk, state.controller)).then(() => {
      state.writing.resolve();
      state.writing = null;
      state.queue.shift();
      state.total = state.queue.length === 0 ? 0 : state.total - size;
      press(state);
      advance(state);
    }, (reason) => {
      state.writing.reject(reason);
      state.writing = null;
      failFurther(state, reason);
    });
  };
  const write = (state, chunk) => {
    let size = 1;
    try {
      size = sizeOf(state.size, chunk);
    } catch (reason) {
      if (state.phase === 'writable') beginToFail(state, reason);
    }
    if (state.phase === 'errored' || state.phase === 'erroring') throw state.reason;
    if (isEnding(state) || state.phase === 'closed') throw new TypeError('stream is closing or closed');
    const request = later();
    state.requests.push(request);
    state.queue.push({ chunk, size });
    state.total += size;
    press(state);
    advance(state);
    return request.promise;
  };
  const close = (state) => {
    if (state.phase === 'closed' || state.phase === 'errored') throw new TypeError(`stream is ${state.phase}`);
    if (isEnding(state)) throw new TypeError('stream is closing already');
    state.ending = later();
    const { promise } = state.ending;
    if (state.isFull && state.phase === 'writable') state.writer?.ready.resolve();
    state.queue.push({ chunk: END, size: 0 });
    advance(state);
    return promise;
  };
  const abort = (state, reason) => {
    if (state.phase === 'closed' || state.phase === 'errored') return undefined;
    if (state.aborting !== null) return state.aborting.promise;
    const wasFailing = state.phase === 'erroring';
    const aborting = Object.assign(later(), { reason: wasFailing ? undefined : reason, wasFailing });
    state.aborting = aborting;
    if (!wasFailing) beginToFail(state, reason);
    return aborting.promise;
  };

  class WritableStreamDefaultController {
    constructor() { throw new TypeError('Illegal constructor'); }
    error(reason) {
      if (this[inside].phase === 'writable') beginToFail(this[inside], reason);
    }
  }

  class WritableStream {
    constructor(sink = {}, strategy = {}) {
      if (!isObject(sink)) throw new TypeError('underlyingSink must be an object');
      if (sink.type !== undefined) throw new RangeError('invalid underlying sink type');
      const [start, ...rest] = ['start', 'write', 'close', 'abort'].map((name) => methodOf(sink, name, 'underlyingSink'));
      const state = {
        ...strategyOf(strategy), write: rest[0], close: rest[1], abort: rest[2], phase: 'writable', reason: undefined,
        writer: null, queue: [], total: 0, requests: [], started: false, isFull: false, writing: null, ending: null,
        closing: null, aborting: null, controller: Object.create(WritableStreamDefaultController.prototype),
      };
      keep(this, state);
      keep(state.controller, state);
      press(state);
      Promise.resolve(start(state.controller)).then(() => {
        state.started = true;
        advance(state);
      }, (reason) => {
        state.started = true;
        failFurther(state, reason);
      });
    }
    get locked() { return this[inside].writer !== null; }
    async abort(reason) {
      if (this.locked) throw new TypeError('cannot abort a locked stream');
      return abort(this[inside], reason);
    }
    async close() {
      if (this.locked) throw new TypeError('cannot close a locked stream');
      return close(this[inside]);
    }
    getWriter() { return new WritableStreamDefaultWriter(this); }
    get [Symbol.toStringTag]() { return 'WritableStream'; }
  }

  class WritableStreamDefaultWriter {
    constructor(...values) {
      if (values.length !== 1) throw new TypeError('WritableStreamDefaultWriter takes a single argument');
      if (!(values[0] instanceof WritableStream)) {
        throw new TypeError('WritableStreamDefaultWriter argument must be a WritableStream');
      }
      const state = values[0][inside];
      if (state.writer !== null) throw new TypeError('stream is locked');
      const isFailing = state.phase === 'errored' || state.phase === 'erroring';
      const own = {
        state,
        ready: isFailing ? failed(state.reason) : later(),
        closed: state.phase === 'errored' ? failed(state.reason) : later(),
      };
      if (!state.isFull || isEnding(state) || state.phase === 'closed') own.ready.resolve();
      if (state.phase === 'closed') own.closed.resolve();
      state.writer = own;
      keep(this, own);
    }
    get closed() { return this[inside].closed.promise; }
    get ready() { return this[inside].ready.promise; }
    get desiredSize() { return desired(this.#state()); }
    #state() {
      const { state } = this[inside];
      if (state === null) throw new TypeError('stream is undefined');
      return state;
    }
    async write(chunk) { return write(this.#state(), chunk); }
    async close() { return close(this.#state()); }
    async abort(reason) { return abort(this.#state(), reason); }
    releaseLock() {
      const own = this[inside];
      if (own.state === null) return;
      const reason = new TypeError('writer released');
      own.ready.reject(reason);
      own.closed.reject(reason);
      Object.assign(own, { ready: failed(reason), closed: failed(reason) });
      own.state.writer = null;
      own.state = null;
    }
  }
  return { WritableStream, WritableStreamDefaultWriter };
}
