// URL and URLSearchParams as the URL Standard has them; hosts beyond ASCII become Punycode in lower case,
// without the rest of Unicode's rules for names.
(() => {
  const PORTS = { 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
  const invalid = (text) => { throw new TypeError(`Invalid URL: ${text}`); };
  const bytes = (text) => encodeURIComponent(text.toWellFormed());
  const escape = (text, set) => Array.from(text, (c) =>
    c > '~' || c < '!' || set.includes(c) ? (c < '\x80' ? '%' + c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0') : bytes(c)) : c).join('');
  const FRAGMENT = '"<>`', QUERY = '"#<>', PATH = '"#<>?^`{}', USER = '"#<>?^`{}/:;=@[\\]|';
  const decode = (text) => {
    try { return decodeURIComponent(text); } catch { /* not UTF-8: byte by byte */ }
    return text.replace(/(%[0-9a-f]{2})+/gi, (run) => { try { return decodeURIComponent(run); } catch { return '\ufffd'; } });
  };
  const plus = (text) => decode(text.replace(/\+/g, ' '));
  const form = (text) => bytes(text).replace(/[!'()~]|%20/g, (c) => c === '%20' ? '+' : '%' + c.charCodeAt(0).toString(16).toUpperCase());

  const punycode = (label) => {
    const points = Array.from(label, (c) => c.codePointAt(0));
    const basic = points.filter((p) => p < 128);
    let out = String.fromCharCode(...basic), n = 128, delta = 0, bias = 72, done = basic.length;
    if (done) out += '-';
    const digit = (d) => String.fromCharCode(d < 26 ? d + 97 : d + 22);
    for (let first = true; done < points.length; delta++, n++) {
      const next = Math.min(...points.filter((p) => p >= n));
      delta += (next - n) * (done + 1);
      n = next;
      for (const point of points) {
        if (point < n) delta++;
        if (point !== n) continue;
        let q = delta;
        for (let k = 36; ; k += 36) {
          const t = Math.min(26, Math.max(1, k - bias));
          if (q < t) break;
          out += digit(t + (q - t) % (36 - t));
          q = Math.floor((q - t) / (36 - t));
        }
        out += digit(q);
        delta = Math.floor(delta / (first ? 700 : 2));
        delta += Math.floor(delta / ++done);
        first = false;
        for (bias = 0; delta > 455; bias += 36) delta = Math.floor(delta / 35);
        bias += Math.floor(36 * delta / (delta + 38));
        delta = 0;
      }
    }
    return 'xn--' + out;
  };
  const ipv4 = (host) => {
    const parts = host.replace(/\.$/, '').split('.');
    if (!/^(0x[0-9a-f]*|\d+)$/.test(parts[parts.length - 1])) return null;
    const numbers = parts.map((part) => /^0x[0-9a-f]*$/.test(part) ? parseInt(part.slice(2) || '0', 16) : /^0[0-7]+$/.test(part) ? parseInt(part, 8) : /^\d+$/.test(part) ? +part : NaN);
    const last = numbers.pop();
    if (numbers.length > 3 || numbers.some((n) => !(n < 256)) || !(last < 256 ** (4 - numbers.length))) return undefined;
    const value = numbers.reduce((sum, n, i) => sum + n * 256 ** (3 - i), last);
    return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
  };
  const ipv6 = (text) => {
    const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
    if (dotted) {
      const b = dotted.slice(2).map(Number);
      if (b.some((n) => n > 255)) return undefined;
      text = dotted[1] + (b[0] * 256 + b[1]).toString(16) + ':' + (b[2] * 256 + b[3]).toString(16);
    }
    const halves = text.split('::');
    if (halves.length > 2) return undefined;
    const [head, tail] = halves.map((half) => half === '' ? [] : half.split(':'));
    const pieces = tail ? [...head, ...Array(Math.max(1, 8 - head.length - tail.length)).fill('0'), ...tail] : head;
    if (pieces.length !== 8 || pieces.some((piece) => !/^[0-9a-f]{1,4}$/i.test(piece))) return undefined;
    const short = pieces.map((piece) => parseInt(piece, 16).toString(16)).join(':');
    const runs = (`:${short}:`.match(/:(0:)+/g) || []).filter((run) => run.length > 3).sort((a, b) => b.length - a.length);
    return runs.length ? `:${short}:`.replace(runs[0], '::').replace(/^:(?!:)|([^:]):$/g, '$1').replace(/:::+/, '::') : short;
  };
  const hostOf = (text, special, whole) => {
    if (text.startsWith('[')) {
      const address = text.endsWith(']') ? ipv6(text.slice(1, -1)) : undefined;
      return address === undefined ? invalid(whole) : `[${address}]`;
    }
    if (!special) return /[\0\t\n\r #/<>?@[\\\]^|]/.test(text) ? invalid(whole) : escape(text, '');
    const host = decode(text).normalize('NFKC').toLowerCase().split(/[.\u3002]/)
      .map((label) => /^[\0-\x7f]*$/.test(label) ? label : punycode(label)).join('.');
    if (host === '' || /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/.test(host)) invalid(whole);
    const address = ipv4(host);
    return address === undefined ? invalid(whole) : address ?? host;
  };
  const flat = (segments, special) => {
    const out = [];
    segments.forEach((segment, i) => {
      const last = i === segments.length - 1;
      const plain = segment.replace(/%2e/gi, '.');
      if (plain === '..') { out.pop(); if (last) out.push(''); }
      else if (plain === '.') { if (last) out.push(''); }
      else out.push(escape(segment, PATH));
    });
    return out;
  };

  const parse = (text, base) => {
    const whole = text;
    text = text.toWellFormed().replace(/^[\0-\x20]+|[\0-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
    const url = { protocol: '', username: '', password: '', host: null, port: '', path: [], opaque: null, query: null, fragment: null };
    const hash = text.indexOf('#');
    if (hash >= 0) { url.fragment = escape(text.slice(hash + 1), FRAGMENT); text = text.slice(0, hash); }
    const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text);
    if (scheme) { url.protocol = scheme[1].toLowerCase() + ':'; text = text.slice(scheme[0].length); }
    else if (!base) invalid(whole);
    else url.protocol = base.protocol;
    const special = url.protocol in PORTS;
    if (special) { const at = (text + '?').indexOf('?'); text = text.slice(0, at).replace(/\\/g, '/') + text.slice(at); }
    const relative = !scheme || (base && special && url.protocol === base.protocol && !text.startsWith('/') && base.opaque === null);
    if (relative && base.opaque !== null && !(text === '' && url.fragment !== null)) invalid(whole);
    const mark = text.indexOf('?');
    if (mark >= 0) { url.query = escape(text.slice(mark + 1), special ? QUERY + "'" : QUERY); text = text.slice(0, mark); }
    if (!relative && !special && !text.startsWith('/')) {
      url.opaque = escape(text, '').replace(/%20(?=.)/g, ' ').replace(/%20$/, ' ').replace(/ +$/, (s) => '%20'.repeat(s.length));
      return url;
    }
    const slashes = special && !relative && url.protocol !== 'file:' ? /^\/*/ : /^\/\//;
    const authority = slashes.exec(text);
    if (authority && (!relative || authority[0].length === 2)) {
      text = text.slice(authority[0].length);
      const end = (text + '/').indexOf('/');
      let place = text.slice(0, end);
      text = text.slice(end);
      const at = place.lastIndexOf('@');
      if (at >= 0) {
        const [user, ...rest] = place.slice(0, at).split(':');
        url.username = escape(user, USER);
        url.password = escape(rest.join(':'), USER);
        place = place.slice(at + 1);
      }
      const port = /:(\d*)$/.exec(place);
      if (port && !place.endsWith(']')) {
        place = place.slice(0, port.index);
        if (+port[1] > 65535) invalid(whole);
        const number = port[1] === '' ? '' : String(+port[1]);
        url.port = number === PORTS[url.protocol] ? '' : number;
      }
      if (url.protocol === 'file:' && (place === '' || place === 'localhost')) url.host = '';
      else if (place === '' && (special || at >= 0 || port)) invalid(whole);
      else url.host = place === '' ? '' : hostOf(place, special, whole);
    } else if (relative) {
      for (const key of ['username', 'password', 'host', 'port']) url[key] = base[key];
      if (text === '') {
        if (mark < 0) url.query = base.query;
        url.path = base.path.slice();
        url.opaque = base.opaque;
        return url;
      }
      if (!text.startsWith('/')) {
        url.path = flat([...base.path.slice(0, -1), ...text.split('/')], special);
        return url;
      }
    } else if (url.protocol === 'file:') url.host = '';
    if (text === '' && special) text = '/';
    url.path = text === '' ? [] : flat(text.slice(1).split('/'), special);
    return url;
  };

  class URLSearchParams {
    #list = [];
    #changed = () => {};
    constructor(init = '') {
      if (init !== null && typeof init === 'object') {
        if (typeof init[Symbol.iterator] === 'function') {
          for (const pair of init) {
            const [name, value, ...more] = pair;
            if (Array.from(pair).length !== 2) throw new TypeError('Each query pair must be an iterable [name, value] tuple');
            this.#list.push([String(name), String(value)]);
          }
        } else for (const name of Reflect.ownKeys(init)) this.#list.push([String(name), String(init[name])]);
      } else this.#read(String(init).replace(/^\?/, ''));
    }
    static attach(url, text, changed) { const params = new URLSearchParams(text); params.#changed = changed; return params; }
    static reload(params, text) { params.#read(text); }
    #read(text) {
      this.#list = text.split('&').filter((part) => part !== '').map((part) => {
        const at = (part + '=').indexOf('=');
        return [plus(part.slice(0, at)), plus(part.slice(at + 1))];
      });
    }
    append(name, value) { this.#list.push([String(name), String(value)]); this.#changed(this.toString()); }
    delete(name, value) { this.#list = this.#list.filter(([n, v]) => n !== String(name) || (value !== undefined && v !== String(value))); this.#changed(this.toString()); }
    get(name) { const found = this.#list.find(([n]) => n === String(name)); return found ? found[1] : null; }
    getAll(name) { return this.#list.filter(([n]) => n === String(name)).map(([, v]) => v); }
    has(name, value) { return this.#list.some(([n, v]) => n === String(name) && (value === undefined || v === String(value))); }
    set(name, value) {
      const at = this.#list.findIndex(([n]) => n === String(name));
      if (at < 0) return this.append(name, value);
      this.#list = this.#list.filter(([n], i) => i <= at || n !== String(name));
      this.#list[at] = [String(name), String(value)];
      this.#changed(this.toString());
    }
    sort() { this.#list.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0); this.#changed(this.toString()); }
    forEach(callback, self) { for (const [name, value] of this.#list) callback.call(self, value, name, this); }
    *entries() { for (const [name, value] of this.#list) yield [name, value]; }
    *keys() { for (const [name] of this.#list) yield name; }
    *values() { for (const [, value] of this.#list) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    get size() { return this.#list.length; }
    toString() { return this.#list.map(([name, value]) => `${form(name)}=${form(value)}`).join('&'); }
    get [Symbol.toStringTag]() { return 'URLSearchParams'; }
  }
  const { attach, reload } = URLSearchParams;
  delete URLSearchParams.attach;
  delete URLSearchParams.reload;

  class URL {
    #url;
    #params = null;
    constructor(url, base) {
      this.#url = parse(String(url), base === undefined ? undefined : parse(String(base)));
    }
    static canParse(url, base) { try { new URL(url, base); return true; } catch { return false; } }
    static parse(url, base) { try { return new URL(url, base); } catch { return null; } }
    #special() { return this.#url.protocol in PORTS; }
    get href() {
      const u = this.#url;
      const user = u.username || u.password ? u.username + (u.password ? ':' + u.password : '') + '@' : '';
      const place = u.host === null ? (u.path.length > 1 && u.path[0] === '' ? '/.' : '') : '//' + user + this.host;
      return u.protocol + place + this.pathname + (u.query === null ? '' : '?' + u.query) + (u.fragment === null ? '' : '#' + u.fragment);
    }
    set href(value) { this.#url = parse(String(value)); if (this.#params) reload(this.#params, this.#url.query ?? ''); }
    get origin() {
      if (this.#url.protocol === 'blob:') return URL.parse(this.pathname)?.origin ?? 'null';
      return this.#special() && this.#url.protocol !== 'file:' ? `${this.#url.protocol}//${this.host}` : 'null';
    }
    get protocol() { return this.#url.protocol; }
    set protocol(value) {
      const scheme = /^([a-z][a-z0-9+.-]*)(:|$)/i.exec(String(value));
      if (!scheme) return;
      const protocol = scheme[1].toLowerCase() + ':';
      if (protocol in PORTS !== this.#special()) return;
      this.#url.protocol = protocol;
      if (this.#url.port === PORTS[protocol]) this.#url.port = '';
    }
    get username() { return this.#url.username; }
    set username(value) { if (this.#url.host) this.#url.username = escape(String(value), USER); }
    get password() { return this.#url.password; }
    set password(value) { if (this.#url.host) this.#url.password = escape(String(value), USER); }
    get host() { return this.hostname + (this.#url.port === '' ? '' : ':' + this.#url.port); }
    set host(value) {
      if (this.#url.opaque !== null) return;
      const parsed = URL.parse(`${this.#url.protocol}//${value}`);
      if (!parsed || parsed.hostname === '') return;
      this.#url.host = parsed.hostname;
      if (/:\d+/.test(String(value).replace(/\[.*\]/, ''))) this.#url.port = parsed.port;
    }
    get hostname() { return this.#url.host ?? ''; }
    set hostname(value) { if (!/:\d*$/.test(String(value))) this.host = value; }
    get port() { return this.#url.port; }
    set port(value) {
      const digits = /^\d*/.exec(String(value))[0];
      if (!this.#url.host || (digits === '' && String(value) !== '') || +digits > 65535) return;
      const port = digits === '' ? '' : String(+digits);
      this.#url.port = port === PORTS[this.#url.protocol] ? '' : port;
    }
    get pathname() {
      const u = this.#url;
      return u.opaque ?? (u.path.length ? '/' + u.path.join('/') : '');
    }
    set pathname(value) {
      if (this.#url.opaque !== null) return;
      let text = String(value);
      if (this.#special()) text = text.replace(/\\/g, '/');
      this.#url.path = flat(text.replace(/^\//, '').split('/'), this.#special());
    }
    get search() { return this.#url.query ? '?' + this.#url.query : ''; }
    set search(value) {
      const text = String(value).replace(/^\?/, '');
      this.#url.query = String(value) === '' ? null : escape(text, this.#special() ? QUERY + "'" : QUERY);
      if (this.#params) reload(this.#params, this.#url.query ?? '');
    }
    get searchParams() {
      this.#params ??= attach(this, this.#url.query ?? '', (text) => { this.#url.query = text === '' ? null : text; });
      return this.#params;
    }
    get hash() { return this.#url.fragment ? '#' + this.#url.fragment : ''; }
    set hash(value) { this.#url.fragment = String(value) === '' ? null : escape(String(value).replace(/^#/, ''), FRAGMENT); }
    toString() { return this.href; }
    toJSON() { return this.href; }
    get [Symbol.toStringTag]() { return 'URL'; }
  }
  return { URL, URLSearchParams };
})()
