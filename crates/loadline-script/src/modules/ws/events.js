// k6/websockets over native functions: `WebSocket` and `Blob`.
(native) => {
  const fail = (text) => { throw new Error(text); };
  const isObject = (value) => typeof value === 'object' && value !== null;
  const isGone = (value) => value === undefined || value === null;
  const KINDS = ['open', 'message', 'error', 'close', 'ping', 'pong'];
  const CONNECTING = 0;
  const OPEN = 1;
  const CLOSING = 2;
  const CLOSED = 3;

  const bytesOf = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value.slice(0));
    if (ArrayBuffer.isView(value)) {
      return new Uint8Array(value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength));
    }
    return undefined;
  };
  // What k6's messages call the type of a value.
  const kind = (value) => {
    if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
    if (typeof value === 'boolean') return 'bool';
    return isGone(value) ? '<nil>' : Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
  };
  const utf8 = (text) => {
    const escaped = encodeURIComponent(text.toWellFormed());
    const out = [];
    for (let at = 0; at < escaped.length; at += 1) {
      if (escaped[at] === '%') {
        out.push(parseInt(escaped.slice(at + 1, at + 3), 16));
        at += 2;
      } else out.push(escaped.charCodeAt(at));
    }
    return Uint8Array.from(out);
  };
  const textOf = (bytes) => {
    let out = '';
    for (let at = 0; at < bytes.length;) {
      const first = bytes[at];
      const more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : -1;
      const rest = more < 0 ? [] : Array.from(bytes.subarray(at + 1, at + 1 + more));
      const fits = more >= 0 && rest.length === more && rest.every((byte) => (byte & 0xC0) === 0x80);
      let point = fits ? rest.reduce((sum, byte) => (sum << 6) | (byte & 0x3F),
        more === 0 ? first : first & (0x3F >> more)) : 0xFFFD;
      if (point > 0x10FFFF) point = 0xFFFD;
      out += String.fromCodePoint(point);
      at += fits ? more + 1 : 1;
    }
    return out;
  };

  class Blob {
    #bytes;
    #type;
    constructor(parts, options) {
      if (!isGone(parts) && !Array.isArray(parts)) {
        fail(`failed to process [blobParts]: could not convert ${String(parts)} to []interface {}`);
      }
      const pieces = (parts ?? []).map((part) => {
        if (typeof part === 'string') return utf8(part);
        const bytes = part instanceof Blob ? part.#bytes : bytesOf(part);
        return bytes ?? fail(`failed to process [blobParts]: unsupported type: ${kind(part)}`);
      });
      const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
      pieces.reduce((at, piece) => { all.set(piece, at); return at + piece.length; }, 0);
      this.#bytes = all;
      this.#type = isObject(options) && !isGone(options.type) ? String(options.type) : '';
    }
    get size() { return this.#bytes.length; }
    get type() { return this.#type; }
    async arrayBuffer() { return this.#bytes.buffer.slice(0); }
    async bytes() { return this.#bytes.slice(); }
    async text() { return textOf(this.#bytes); }
    slice(start, end, type) {
      const cut = this.#bytes.slice(start ?? 0, end ?? this.#bytes.length);
      return new Blob([cut], { type: isGone(type) ? '' : type });
    }
    stream() {
      const { ReadableStream } = native.streams();
      const text = textOf(this.#bytes);
      // As under k6: the stream is one of text.
      return new ReadableStream({
        start(controller) {
          controller.enqueue(text);
          controller.close();
        },
      });
    }
    static of(blob) { return blob.#bytes; }
    get [Symbol.toStringTag]() { return 'Blob'; }
  }

  const wishes = (protocols, params) => {
    const read = { headers: [], tags: [], protocols: [], jar: null, named: true };
    if (typeof protocols === 'string') read.protocols = [protocols];
    if (Array.isArray(protocols)) read.protocols = protocols.map(String);
    if (!isObject(params)) return read;
    for (const [key, value] of Object.entries(params)) {
      if (key === 'headers') {
        if (isObject(value)) read.headers = Object.entries(value).map(([k, v]) => [k, String(v)]);
      } else if (key === 'tags') {
        if (isObject(value)) read.tags = Object.entries(value).map(([k, v]) => [k, String(v)]);
      } else if (key === 'jar') read.jar = isObject(value) ? value : null;
      else if (key === 'compression') {
        const name = isGone(value) ? '' : String(value).trim().toLowerCase();
        if (name !== '' && name !== 'deflate') {
          fail(`unsupported compression algorithm '${name}', supported algorithm is 'deflate'`);
        }
      } else fail(`unknown WebSocket's option ${key}`);
    }
    return read;
  };
  const checked = (url) => {
    const text = String(url);
    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(text)?.[1].toLowerCase() ?? '';
    if (scheme !== 'ws' && scheme !== 'wss') {
      fail(`WebSocket requires url with scheme ws or wss, but got "${scheme}"`);
    }
    const mark = text.indexOf('#');
    if (mark >= 0 && mark < text.length - 1) {
      fail(`WebSocket requires no url fragment, but got "${text.slice(mark + 1)}"`);
    }
    return mark >= 0 ? text.slice(0, mark) : text;
  };

  class WebSocket {
    #link;
    #state = CONNECTING;
    #url;
    #protocol = '';
    #binaryType = 'blob';
    #listeners = {};
    #on = {};
    static CONNECTING = CONNECTING;
    static OPEN = OPEN;
    static CLOSING = CLOSING;
    static CLOSED = CLOSED;
    constructor(...args) {
      native.mayConnect();
      if (args.length === 0) fail('WebSocket requires a url');
      this.#url = checked(args[0]);
      const asked = wishes(args[1], args[2]);
      native.openLater(this.#url, asked, (answer) => this.#opened(answer));
    }
    get url() { return this.#url; }
    get readyState() { return this.#state; }
    get protocol() { return this.#protocol; }
    get extensions() { return []; }
    get bufferedAmount() { return this.#link === undefined ? 0 : native.waiting(this.#link); }
    get binaryType() { return this.#binaryType; }
    set binaryType(value) {
      if (value !== 'blob' && value !== 'arraybuffer') {
        fail(`unknown binaryType ${value}, the supported ones are "blob" and "arraybuffer"`);
      }
      this.#binaryType = value;
    }
    addEventListener(event, handler) {
      if (typeof handler !== 'function') throw new TypeError('an event listener must be a function');
      if (!KINDS.includes(event)) native.warn(`can't add event handler: unknown event type: ${event}`);
      else (this.#listeners[event] ??= []).push(handler);
    }
    removeEventListener(event, handler) {
      this.#listeners[event] = (this.#listeners[event] ?? []).filter((known) => known !== handler);
    }
    #emit(type, more) {
      const event = { type, target: this, timestamp: Date.now(), ...more };
      this.#on[type]?.call(this, event);
      for (const handler of (this.#listeners[type] ?? []).slice()) handler.call(this, event);
    }
    #opened({ link, error, protocol }) {
      if (link === undefined) {
        this.#end(1006, '', error);
        return;
      }
      this.#link = link;
      this.#protocol = protocol;
      if (this.#state === CLOSING) {
        native.close(link, 1000, '');
        native.countSent(link);
      } else {
        this.#state = OPEN;
        this.#emit('open');
      }
      this.#listen();
    }
    #listen() { native.listen(this.#link, (event) => this.#take(event)); }
    #take([event, value, reason, error]) {
      if (event === 'close') {
        this.#end(value, reason, error);
        return;
      }
      const origin = this.#url;
      if (event === 'text') this.#emit('message', { data: value, origin });
      else if (event === 'binary') {
        const data = this.#binaryType === 'arraybuffer' ? value : new Blob([value]);
        this.#emit('message', { data, origin });
      } else this.#emit(event);
      this.#listen();
    }
    #end(code, reason, error) {
      this.#state = CLOSED;
      if (!isGone(error)) this.#emit('error', { error });
      this.#emit('close', { code, reason });
    }
    #put(send) {
      if (this.#state !== OPEN) fail('InvalidStateError');
      const error = send(this.#link);
      if (!isGone(error)) this.#emit('error', { error });
    }
    send(data) {
      this.#put((link) => {
        if (typeof data === 'string') return native.sendText(link, data);
        const bytes = data instanceof Blob ? Blob.of(data) : bytesOf(data);
        if (bytes === undefined) fail(`unsupported send type ${kind(data)}`);
        return native.sendBytes(link, bytes);
      });
    }
    ping() { this.#put((link) => native.ping(link) ?? native.countSent(link)); }
    close(code, reason) {
      if (this.#state === CLOSING || this.#state === CLOSED) return;
      const wasOpen = this.#state === OPEN;
      this.#state = CLOSING;
      if (wasOpen) {
        const error = native.close(this.#link, code === undefined ? 1000 : Number(code), String(reason ?? ''))
          ?? native.countSent(this.#link);
        if (!isGone(error)) this.#emit('error', { error });
      }
    }
    static {
      for (const [name, state] of Object.entries({ CONNECTING, OPEN, CLOSING, CLOSED })) {
        Object.defineProperty(WebSocket.prototype, name, { value: state });
      }
      for (const event of KINDS) {
        Object.defineProperty(WebSocket.prototype, 'on' + event, {
          get() { return this.#on[event] ?? null; },
          set(handler) {
            if (isGone(handler)) delete this.#on[event];
            else if (typeof handler === 'function') this.#on[event] = handler;
            else fail(`a value for 'on${event}' should be callable`);
          },
        });
      }
    }
  }
  return { WebSocket, Blob };
}
