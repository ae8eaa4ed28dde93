// What a selection holds: text, markup, attributes, data, values of forms.
// expect exit 0
// expect checks 31 passed, 0 failed
import { check } from 'k6';
import { parseHTML } from 'k6/html';

const page = `<div id="a" class="x y" data-one="1" data-two-words='{"k":[1]}' data-flag="true" data-text="07up">hi <b>there</b> &amp; so</div>
<form id="f"><input name="t" value="v"><input type="checkbox" name="c1" checked="checked" value="on1"><input type="checkbox" name="c2" value="no">
<input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked="checked"><select name="s"><option value="a">A</option><option value="b" selected="selected">B</option></select>
<select name="m" multiple><option selected="selected">o1</option><option selected="selected">o2</option></select><textarea name="ta">text</textarea><input type="submit" name="sub" value="go"><button name="btn" value="b">B</button></form>`;

export default function () {
  const doc = parseHTML(page);
  const a = doc.find('#a');
  const form = doc.find('#f');
  check(a, {
    'text': (s) => s.text() === 'hi there & so',
    'html': (s) => s.html() === 'hi <b>there</b> &amp; so',
    'attr': (s) => s.attr('class') === 'x y',
    'attr that is not there': (s) => s.attr('none') === undefined,
    'attr with a default': (s) => s.attr('none', 'def') === 'def',
    'data number': (s) => s.data('one') === 1,
    'data json': (s) => s.data('two-words').k[0] === 1,
    'data in camel case': (s) => s.data('twoWords').k[0] === 1,
    'data boolean': (s) => s.data('flag') === true,
    'data text': (s) => s.data('text') === '07up',
    'data all': (s) => s.data().one === 1 && s.data().flag === true,
    'data none': (s) => s.data('none') === undefined,
  });
  check(doc, {
    'nothing has no text': (d) => d.find('#none').text() === '',
    'nothing has no html': (d) => d.find('#none').html() === '' || d.find('#none').html() === undefined,
    'nothing has no value': (d) => d.find('#none').val() === undefined,
    'nothing has no attribute': (d) => d.find('#none').attr('x') === undefined,
    'value of an input': (d) => d.find('[name=t]').val() === 'v',
    'value of a select': (d) => d.find('[name=s]').val() === 'b',
    'values of a select': (d) => d.find('[name=m]').val().join() === 'o1,o2',
    'value of a text area': (d) => d.find('textarea').val() === 'text',
    'plain text': () => parseHTML('plain').text() === 'plain',
    'open tags are closed': () => parseHTML('<p>a<p>b').find('p').size() === 2,
    'entities': () => parseHTML('<i>&uuml;&#x41;</i>').find('i').text() === 'üA',
    'scripts are no text to be parsed': () => parseHTML('<script>if (a < b) {}</script>').find('script').text() === 'if (a < b) {}',
  });
  check(form, {
    'serialize': (f) => f.serialize() === 'c1=on1&m=o1&m=o2&r=2&s=b&t=v&ta=text',
    'serializeArray length': (f) => f.serializeArray().length === 6,
    'serializeArray order': (f) => f.serializeArray().map((v) => v.name).join() === 't,c1,r,s,m,ta',
    'serializeObject': (f) => f.serializeObject().r === '2' && f.serializeObject().t === 'v',
    'serializeObject list': (f) => f.serializeObject().m.length === 2,
    'no buttons': (f) => f.serializeObject().sub === undefined && f.serializeObject().btn === undefined,
    'no empty boxes': (f) => f.serializeObject().c2 === undefined,
  });
}
