// The classes of k6/net/grpc over native functions: what is checked and said as k6 does is here.
(native, statuses) => {
  const fail = (text) => { throw new Error(text); };
  const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
  // A value as k6's messages show it.
  const shown = (value) => {
    if (typeof value === 'string') return JSON.stringify(value);
    if (isObject(value)) return 'map[string]interface {}' + JSON.stringify(value);
    return value === undefined || value === null ? '<nil>' : String(value);
  };
  const isGone = (value) => value === undefined || value === null;
  const millis = (value) => {
    const ms = native.millis(value);
    if (ms === undefined) fail('invalid timeout value: time: invalid duration ' + shown(value));
    return ms;
  };
  const bytes = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    return ArrayBuffer.isView(value)
      ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
  };
  const metadata = (value, name) => {
    if (isGone(value)) return [];
    if (!isObject(value)) fail(`invalid ${name} param: must be an object with key-value pairs`);
    return Object.entries(value).map(([key, each]) => {
      if (key.toLowerCase().endsWith('-bin')) {
        const raw = bytes(each);
        if (raw === undefined) fail(`invalid ${name} param: ${shown(key)} value must be binary`);
        return [key.toLowerCase(), raw];
      }
      if (typeof each !== 'string') fail(`invalid ${name} param: ${shown(key)} value must be a string`);
      return [key.toLowerCase(), each];
    });
  };
  const tags = (value) => {
    if (!isObject(value)) return [];
    return Object.entries(value).map(([key, each]) => [key, String(each)]);
  };
  const within = (what, read) => {
    try { return read(); } catch (error) { return fail(what + error.message); }
  };
  const callParams = (what, params) => within(`invalid ${what} parameters: `, () => {
    const read = { metadata: [], tags: [], timeout: 120000, discard: false };
    if (isGone(params)) return read;
    for (const [key, value] of Object.entries(params)) {
      if (key === 'metadata') read.metadata = metadata(value, 'metadata');
      else if (key === 'tags') read.tags = tags(value);
      else if (key === 'timeout') read.timeout = millis(value);
      else if (key === 'discardResponseMessage') read.discard = Boolean(value);
      else fail(`unknown param: ${shown(key)}`);
    }
    return read;
  });
  const flag = (name, value) => {
    if (typeof value !== 'boolean') fail(`invalid ${name} value: '${shown(value)}', it needs to be boolean`);
    return value;
  };
  const size = (name, value) => {
    if (!Number.isInteger(value)) fail(`invalid ${name} value: '${shown(value)}', it needs to be an integer`);
    if (value < 0) fail(`invalid ${name} value: '${value}, it needs to be a positive integer`);
    return value;
  };
  const pem = (all, key, name) => {
    if (typeof all[key] !== 'string') {
      fail(`invalid tls ${name} value: '${shown(all)}', it needs to be a PEM formatted string`);
    }
    return all[key];
  };
  const tls = (value) => {
    if (!isObject(value)) {
      fail(`invalid tls value: '${shown(value)}', expected (optional) keys: cert, key, password, and cacerts`);
    }
    const read = { cacerts: [] };
    if (!isGone(value.cert)) read.cert = pem(value, 'cert', 'cert');
    if (!isGone(value.key)) read.key = pem(value, 'key', 'key');
    if (!isGone(value.password)) read.password = pem(value, 'password', 'password');
    if (!isGone(value.cacerts)) {
      const all = Array.isArray(value.cacerts) ? value.cacerts : [value.cacerts];
      if (!all.every((each) => typeof each === 'string')) {
        fail(`invalid tls cacerts value: '${shown(value)}', it needs to be a string or an array of PEM formatted strings`);
      }
      read.cacerts = all;
    }
    return read;
  };
  const connectParams = (params) => within('invalid grpc.connect() parameters: ', () => {
    const read = { plaintext: false, reflect: false, reflectMetadata: [], timeout: 60000 };
    if (isGone(params)) return read;
    for (const [key, value] of Object.entries(params)) {
      if (key === 'plaintext' || key === 'reflect') read[key] = flag(key, value);
      else if (key === 'reflectMetadata') read.reflectMetadata = metadata(value, key);
      else if (key === 'timeout') read.timeout = millis(value);
      else if (key === 'maxReceiveSize' || key === 'maxSendSize') read[key] = size(key, value);
      else if (key === 'tls') read.tls = tls(value);
      else if (key === 'authority') read.authority = String(value);
      else fail(`unknown connect param: ${shown(key)}`);
    }
    return read;
  });
  const json = (request) => isGone(request) ? fail('request cannot be nil') : JSON.stringify(request);

  const INVOKE = "GRPC's client.invoke()";
  const held = new WeakMap();

  class Client {
    constructor() { held.set(this, native.client()); }
    load(folders, ...files) { return native.load(held.get(this), folders ?? [], files); }
    loadProtoset(path) { return native.loadProtoset(held.get(this), String(path)); }
    connect(address, params) {
      native.mayConnect();
      return native.connect(held.get(this), String(address ?? ''), connectParams(params));
    }
    invoke(method, request, params) {
      const path = native.mayInvoke(held.get(this), String(method ?? ''));
      const read = callParams(INVOKE, params);
      return native.invoke(held.get(this), path, json(request), read);
    }
    asyncInvoke(method, request, params) {
      try {
        const path = native.mayInvoke(held.get(this), String(method ?? ''));
        const read = callParams(INVOKE, params);
        return native.asyncInvoke(held.get(this), path, json(request), read);
      } catch (error) {
        return Promise.reject(error);
      }
    }
    healthCheck(service) { return native.healthCheck(held.get(this), String(service ?? '')); }
    close() { native.close(held.get(this)); }
  }

  const EVENTS = ['data', 'error', 'end'];
  const within_stream = "GRPC Stream's";

  class Stream {
    #talk;
    #handlers = { data: [], error: [], end: [] };
    constructor(client, method, params) {
      if (isGone(client)) fail(`invalid ${within_stream} client: empty gRPC client`);
      const own = held.get(client);
      if (own === undefined) fail(`invalid ${within_stream} client: not a gRPC client`);
      if (!native.isConnected(own)) {
        fail(`invalid ${within_stream} client: no gRPC connection, you must call connect first`);
      }
      const path = within(`invalid ${within_stream} method: `, () => native.method(own, String(method ?? '')));
      const read = callParams(within_stream, params);
      const emit = (event, value, ts) => {
        const meta = { ts };
        for (const handler of this.#handlers[event]) handler(event === 'end' ? {} : value, meta);
      };
      this.#talk = native.stream(own, path, read, emit);
    }
    on(event, handler) {
      if (!EVENTS.includes(event)) {
        native.warn(`can't register ${event} event handler: unknown GRPC stream's event type: ${event}`);
      } else if (typeof handler !== 'function') {
        fail(`handler for ${shown(event)} event isn't a callable function`);
      } else {
        this.#handlers[event].push(handler);
      }
    }
    write(request) {
      if (isGone(request)) native.warn("can't send empty message");
      else native.write(this.#talk, JSON.stringify(request));
    }
    end() { native.end(this.#talk); }
  }

  return { ...statuses, Client, Stream };
}
