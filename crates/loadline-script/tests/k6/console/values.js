// How values are written.
// run with --log-format=raw
// expect exit 0
// expect console text 1 true null undefined
// expect console {"a":[1,{"b":2}]}
// expect console [1,"x"]
// expect console 1.5 -0.25 100000
export default function () {
  console.log('text', 1, true, null, undefined);
  console.log({ a: [1, { b: 2 }] });
  console.log([1, 'x']);
  console.log(1.5, -0.25, 1e5);
  console.log();
}
