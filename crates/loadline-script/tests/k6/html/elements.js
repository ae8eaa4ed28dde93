// Elements as a document's tree has them.
// expect exit 0
// expect checks 34 passed, 0 failed
import { check } from 'k6';
import { parseHTML } from 'k6/html';

const page = `<body><div id="a" class="x y" lang="en">hi <b>there</b><!-- c --></div><a href="http://u@host.example:81/p/x?y=1#z" id="l" rel="next" target="_top">L</a><a href="/x" id="m">M</a>
<form action="/go" method="post" name="n"><input name="t" value="v" required maxlength="5"><input type="checkbox" name="c" checked><select name="s"><option value="1">A</option><option value="2" selected>B</option></select><button disabled>B</button></form></body>`;

export default function () {
  const doc = parseHTML(page);
  const element = (selector) => doc.find(selector).get(0);
  check(element('#a'), {
    'nodeName': (e) => e.nodeName() === 'div',
    'nodeType': (e) => e.nodeType() === 1,
    'id': (e) => e.id() === 'a',
    'className': (e) => e.className() === 'x y',
    'classList': (e) => e.classList().join() === 'x,y',
    'lang': (e) => e.lang() === 'en',
    'innerHTML': (e) => e.innerHTML() === 'hi <b>there</b><!-- c -->',
    'textContent': (e) => e.textContent() === 'hi there',
    'getAttribute': (e) => e.getAttribute('class') === 'x y',
    'hasAttribute': (e) => e.hasAttribute('class') && !e.hasAttribute('none'),
    'hasAttributes': (e) => e.hasAttributes() === true,
    'attributes': (e) => e.attributes().id.value === 'a' && e.attributes().id.name === 'id',
    'children': (e) => e.children().map((c) => c.nodeName()).join() === 'b',
    'childNodes': (e) => e.childNodes().map((c) => c.nodeName()).join() === '#text,b,#comment',
    'childElementCount': (e) => e.childElementCount() === 1,
    'hasChildNodes': (e) => e.hasChildNodes() === true,
    'firstChild': (e) => e.firstChild().nodeName() === '#text' && e.firstChild().nodeValue() === 'hi ',
    'firstElementChild': (e) => e.firstElementChild().nodeName() === 'b',
    'lastChild': (e) => e.lastChild().nodeName() === '#comment',
    'lastElementChild': (e) => e.lastElementChild().textContent() === 'there',
    'nextSibling': (e) => e.nextSibling().nodeName() === 'a',
    'parentElement': (e) => e.parentElement().nodeName() === 'body',
    'parentNode': (e) => e.parentNode().nodeName() === 'body',
    'querySelector': (e) => e.querySelector('b').textContent() === 'there',
    'querySelectorAll': (e) => e.querySelectorAll('b').length === 1,
    'contains': (e) => e.contains(element('b')) === true,
    'matches': (e) => e.matches('.x') === true,
    'isEqualNode': (e) => e.isEqualNode(element('#a')) === true && e.isEqualNode(element('#l')) === false,
  });
  check(element('#l'), {
    'href': (e) => e.href() === 'http://u@host.example:81/p/x?y=1#z',
    'parts of the address': (e) => [e.hostname(), e.host(), e.port(), e.pathname(), e.search(), e.hash(), e.username()].join(' ') === 'host.example host.example:81 81 /p/x ?y=1 #z u',
    'rel and target': (e) => e.rel() === 'next' && e.target() === '_top',
  });
  check(element('form'), {
    'form': (e) => e.method() === 'post' && e.name() === 'n' && e.length() === 4,
  });
  check(element('input'), {
    'input': (e) => e.name() === 't' && e.value() === 'v' && e.required() === true && e.type() === 'text',
    'its form': (e) => e.form().nodeName() === 'form',
  });
}
