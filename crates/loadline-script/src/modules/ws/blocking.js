// k6/ws over native functions: `connect` runs the connection's events and timers until it ends.
(native) => {
  const fail = (text) => { throw new Error(text); };
  const isObject = (value) => typeof value === 'object' && value !== null;
  const wishes = (params) => {
    const read = { headers: [], tags: [], protocols: [], jar: null, named: false };
    if (!isObject(params)) return read;
    const { headers, tags, jar, compression } = params;
    if (isObject(headers)) read.headers = Object.entries(headers).map(([k, v]) => [k, String(v)]);
    if (isObject(tags)) read.tags = Object.entries(tags).map(([k, v]) => [k, String(v)]);
    if (isObject(jar)) read.jar = jar;
    if (compression !== undefined && compression !== null && compression !== '') {
      const name = String(compression).trim().toLowerCase();
      if (name !== 'deflate') {
        fail(`unsupported compression algorithm '${name}', supported algorithm is 'deflate'`);
      }
    }
    return read;
  };
  const kind = (value) => Object.prototype.toString.call(value).slice(8, -1);

  class Socket {
    #link;
    #handlers = new Map();
    #timers = [];
    #isOver = false;
    constructor(link) { this.#link = link; }
    on(event, handler) {
      if (typeof handler !== 'function') return;
      const known = this.#handlers.get(event);
      if (known === undefined) this.#handlers.set(event, [handler]); else known.push(handler);
    }
    #emit(event, ...args) {
      for (const handler of this.#handlers.get(event) ?? []) handler(...args);
    }
    #check(error) {
      if (error !== undefined && error !== null) this.#emit('error', { error: () => error });
    }
    #put(send) { this.#check(this.#isOver ? 'websocket: close sent' : send()); }
    send(text) { this.#put(() => native.sendText(this.#link, String(text))); }
    sendBinary(...args) {
      if (args.length === 0 || args[0] === undefined) fail('missing argument, expected ArrayBuffer');
      const [data] = args;
      if (!(data instanceof ArrayBuffer)) fail(`expected ArrayBuffer as argument, received: ${kind(data)}`);
      this.#put(() => native.sendBytes(this.#link, data));
    }
    ping() { this.#put(() => native.ping(this.#link)); }
    close(code) {
      if (this.#isOver) return;
      const chosen = code === undefined || code === null ? 1001 : Number(code);
      this.#isOver = true;
      this.#check(native.close(this.#link, chosen, ''));
      this.#emit('close', chosen);
    }
    #timer(name, handler, ms, repeats) {
      const every = Number(ms ?? 0);
      if (!(every > 0)) fail(`${name} requires a >0 timeout parameter, received ${every.toFixed(2)}`);
      this.#timers.push({ handler, at: Date.now() + every, every: repeats ? every : 0 });
    }
    setTimeout(handler, ms) { this.#timer('setTimeout', handler, ms, false); }
    setInterval(handler, ms) { this.#timer('setInterval', handler, ms, true); }
    #tick() {
      const now = Date.now();
      const due = this.#timers.filter((timer) => timer.at <= now).sort((a, b) => a.at - b.at);
      for (const timer of due) {
        if (timer.every > 0) timer.at = Math.max(timer.at + timer.every, now);
        else this.#timers.splice(this.#timers.indexOf(timer), 1);
        timer.handler();
        if (this.#isOver) return;
      }
    }
    #take([event, value, , error]) {
      if (event === 'text') this.#emit('message', value);
      else if (event === 'binary') this.#emit('binaryMessage', value);
      else if (event !== 'close') this.#emit(event);
      else {
        this.#isOver = true;
        this.#check(error);
        this.#emit('close', value);
      }
    }
    static run(link, callback) {
      const socket = new Socket(link);
      try {
        callback(socket);
        socket.#emit('open');
        while (!socket.#isOver) {
          const soonest = Math.min(...socket.#timers.map((timer) => timer.at));
          const within = soonest === Infinity ? -1 : Math.max(soonest - Date.now(), 0);
          const event = native.next(link, within);
          if (event !== undefined && event !== null) socket.#take(event);
          if (!socket.#isOver) socket.#tick();
        }
      } finally {
        native.finish(link);
      }
    }
  }

  const connect = (...args) => {
    native.mayConnect();
    if (args.length < 2) fail('invalid number of arguments to ws.connect');
    const callback = args[args.length - 1];
    if (typeof callback !== 'function') fail('last argument to ws.connect must be a function');
    const url = String(args[0]);
    const answer = native.open(url, wishes(args.length > 2 ? args[1] : undefined));
    const { status, headers, link, error, body } = answer;
    if (link === undefined) {
      return { url: '', status, headers, body, error: status === 0 ? error : '' };
    }
    Socket.run(link, callback);
    return { url, status, headers, body: '', error: '' };
  };
  return { connect };
}
