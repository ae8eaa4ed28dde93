// Each way of writing has its level.
// expect exit 0
// expect console level=info msg="a log"
// expect console level=info msg="an info"
// expect console level=warning msg="a warning"
// expect console level=error msg="an error"
// expect console source=console
// expect no console a debug
export default function () {
  console.log('a log');
  console.info('an info');
  console.warn('a warning');
  console.error('an error');
  console.debug('a debug');
}
