// A file among the values makes a multipart body.
// expect exit 0
// expect checks 8 passed, 0 failed
import { check } from 'k6';
import http from 'k6/http';

const bytes = open('./upload.bin', 'b');

export default function () {
  const r = http.post(`${__ENV.HTTP}/post`, {
    title: 'a picture',
    picture: http.file(bytes, 'upload.bin', 'image/own'),
    text: http.file('words', 'words.txt'),
  });
  check(r, {
    'type': (r) => r.request.headers['Content-Type'][0].startsWith('multipart/form-data; boundary='),
    'field': (r) => r.json('form.title') === 'a picture',
    'file name': (r) => r.json('files.picture.name') === 'upload.bin',
    'file type': (r) => r.json('files.picture.type') === 'image/own',
    'file size': (r) => r.json('files.picture.size') === 6,
    'text file': (r) => r.json('files.text.text') === 'words',
    'default type': (r) => r.json('files.text.type') === 'application/octet-stream',
  });
  const file = http.file('abc', 'a.txt', 'text/plain');
  check(file, { 'what a file is': (f) => f.data === 'abc' && f.filename === 'a.txt' && f.content_type === 'text/plain' });
}
