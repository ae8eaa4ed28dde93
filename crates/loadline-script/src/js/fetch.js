// fetch, Headers, Request and Response as the Fetch Standard has them, on top of k6/http: an answer is there
// when all of it has come. Bodies are texts and bytes; those of answers are bytes where the script knows such.
(native) => {
  const hasBytes = typeof ArrayBuffer !== 'undefined';
  const isBytes = (value) => hasBytes && (value instanceof ArrayBuffer || ArrayBuffer.isView(value));
  const isBlob = (value) => typeof value?.arrayBuffer === 'function' && typeof value.type === 'string';
  const isForm = (value) => typeof URLSearchParams !== 'undefined' && value instanceof URLSearchParams;
  const inside = Symbol('inside');
  const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
  const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'];
  const REDIRECTS = [301, 302, 303, 307, 308];

  const named = (name) => {
    if (!NAME.test(String(name))) throw new TypeError(`${String(name)} is not a name of a header`);
    return String(name).toLowerCase();
  };
  const valued = (value) => {
    const text = String(value).replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    if (/[\0\n\r]/.test(text)) throw new TypeError('a header has one line');
    return text;
  };

  class Headers {
    #list = [];
    constructor(init) {
      if (init === undefined || init === null) return;
      if (typeof init !== 'object') throw new TypeError('headers are an object or a list of pairs');
      const pairs = typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init);
      for (const pair of pairs) {
        if (pair.length !== 2) throw new TypeError('a header is a pair of a name and a value');
        this.append(...pair);
      }
    }
    append(name, value) { this.#list.push([named(name), valued(value)]); }
    delete(name) {
      const known = named(name);
      this.#list = this.#list.filter(([own]) => own !== known);
    }
    get(name) {
      const known = named(name);
      const values = this.#list.filter(([own]) => own === known).map(([, value]) => value);
      return values.length === 0 ? null : values.join(', ');
    }
    getSetCookie() { return this.#list.filter(([own]) => own === 'set-cookie').map(([, value]) => value); }
    has(name) { return this.get(name) !== null; }
    set(name, value) {
      const text = valued(value);
      this.delete(name);
      this.append(name, text);
    }
    *entries() {
      const names = this.#list.map(([name]) => name).sort();
      for (const name of names.filter((name, at) => names.indexOf(name) === at)) {
        if (name === 'set-cookie') yield* this.getSetCookie().map((value) => [name, value]);
        else yield [name, this.get(name)];
      }
    }
    *keys() { for (const [name] of this.entries()) yield name; }
    *values() { for (const [, value] of this.entries()) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    forEach(callback, self) { for (const [name, value] of this) callback.call(self, value, name, this); }
    get [Symbol.toStringTag]() { return 'Headers'; }
  }

  // What is sent for a value, and the type it has by itself.
  const contentOf = (value) => {
    if (value === undefined || value === null) return [null, null];
    if (isForm(value)) return [String(value), 'application/x-www-form-urlencoded;charset=UTF-8'];
    if (isBlob(value)) return [value, value.type || null];
    if (isBytes(value)) return [value.slice(0), null];
    return [String(value), 'text/plain;charset=UTF-8'];
  };

  class Body {
    #content;
    #isUsed = false;
    constructor(content) { this.#content = content; }
    get bodyUsed() { return this.#isUsed; }
    [inside]() {
      if (this.#isUsed) throw new TypeError('the body was read already');
      return this.#content;
    }
    async #take() {
      const content = this[inside]();
      this.#isUsed = content !== null;
      return isBlob(content) ? content.arrayBuffer() : content;
    }
    async text() {
      const content = await this.#take();
      return content === null || typeof content === 'string' ? content ?? '' : native.text(content);
    }
    async json() { return JSON.parse(await this.text()); }
    async arrayBuffer() {
      const content = await this.#take();
      if (content === null || typeof content === 'string') return native.bytes(content ?? '');
      const view = ArrayBuffer.isView(content);
      return view ? content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) : content.slice(0);
    }
    async bytes() { return new Uint8Array(await this.arrayBuffer()); }
  }

  class Request extends Body {
    constructor(input, init = {}) {
      const other = input instanceof Request ? input : null;
      const given = init.body !== undefined && init.body !== null;
      const [content, type] = given || other === null ? contentOf(init.body) : [other[inside](), null];
      super(content);
      const url = other === null ? String(input) : other.url;
      if (!/^https?:\/\/[^/?#]/i.test(url)) throw new TypeError(`Failed to parse URL from ${url}`);
      const method = String(init.method ?? other?.method ?? 'GET');
      if (!NAME.test(method)) throw new TypeError(`${method} is not a method`);
      const upper = method.toUpperCase();
      this.method = METHODS.includes(upper) ? upper : method;
      if (content !== null && (this.method === 'GET' || this.method === 'HEAD')) {
        throw new TypeError(`a request with method ${this.method} has no body`);
      }
      this.url = url;
      this.headers = new Headers(init.headers ?? other?.headers);
      if (type !== null && !this.headers.has('content-type')) this.headers.set('content-type', type);
      this.signal = init.signal ?? other?.signal ?? null;
      this.redirect = init.redirect ?? other?.redirect ?? 'follow';
      if (!['follow', 'error', 'manual'].includes(this.redirect)) {
        throw new TypeError(`redirect is one of follow, error, manual, not ${this.redirect}`);
      }
      // Beyond the standard, as the parameters of k6/http.
      this.tags = init.tags ?? other?.tags;
      this.timeout = init.timeout ?? other?.timeout;
    }
    clone() { return new Request(this); }
    get [Symbol.toStringTag]() { return 'Request'; }
  }

  class Response extends Body {
    constructor(body = null, init = {}) {
      const [content, type] = contentOf(body);
      super(content);
      const { status = 200, statusText = '', headers, url = '', redirected = false } = init[inside] ?? init;
      if (init[inside] === undefined && !(Number.isInteger(Number(status)) && status >= 200 && status <= 599)) {
        throw new RangeError(`${status} is not a status from 200 to 599`);
      }
      this.status = Number(status);
      this.statusText = String(statusText);
      this.headers = new Headers(headers);
      if (type !== null && init[inside] === undefined && !this.headers.has('content-type')) {
        this.headers.set('content-type', type);
      }
      const known = init[inside] === undefined ? {} : { url, redirected };
      this.url = known.url ?? '';
      this.redirected = known.redirected ?? false;
      this.type = init[inside]?.type ?? 'default';
    }
    get ok() { return this.status >= 200 && this.status <= 299; }
    clone() { return new Response(this[inside](), { [inside]: this }); }
    static json(data, init = {}) {
      const headers = new Headers(init.headers);
      if (!headers.has('content-type')) headers.set('content-type', 'application/json');
      return new Response(JSON.stringify(data), { ...init, headers });
    }
    static error() { return new Response(null, { [inside]: { status: 0, type: 'error' } }); }
    get [Symbol.toStringTag]() { return 'Response'; }
  }

  const aborted = (signal) => new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });

  async function fetch(input, init) {
    const request = new Request(input, init);
    const { signal, redirect, tags, timeout } = request;
    signal?.throwIfAborted();
    const content = request[inside]();
    const body = isBlob(content) ? await content.arrayBuffer() : content;
    const params = { headers: Object.fromEntries(request.headers), responseType: hasBytes ? 'binary' : 'text' };
    if (redirect !== 'follow') params.redirects = 0;
    if (tags !== undefined) params.tags = tags;
    if (timeout !== undefined) params.timeout = timeout;
    const asked = native.request(request.method, request.url, body, params);
    const answer = await (signal === null ? asked : Promise.race([asked, aborted(signal)]));
    if (answer.status === 0 || answer.error !== '') {
      throw new TypeError(`fetch failed: ${answer.error}`, { cause: { code: answer.error_code } });
    }
    if (redirect !== 'manual' && REDIRECTS.includes(answer.status) && answer.headers.Location !== undefined) {
      throw new TypeError(`fetch failed: ${redirect === 'error' ? 'it was redirected' : 'too many redirects'}`);
    }
    return new Response(answer.body, { [inside]: {
      status: answer.status,
      statusText: String(answer.status_text).replace(/^\d+ ?/, ''),
      headers: answer.headers,
      url: answer.url,
      redirected: answer.url.split('#')[0] !== request.url.split('#')[0],
      type: 'basic',
    } });
  }
  return { fetch, Headers, Request, Response };
}
