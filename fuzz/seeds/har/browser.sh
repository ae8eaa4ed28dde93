# As a browser copies them.
curl 'https://shop.test/api/login' \
  -X POST \
  -H 'accept: */*' \
  -H 'content-type: application/json' \
  -H 'sec-fetch-mode: cors' \
  -H 'cookie: session=abc123def' \
  --data-raw $'{"user":"a\'b","password":"hunter2 hunter2"}' \
  --compressed
curl -sSL "https://shop.test/items/42?q=a%20b&api_key=abcdefgh" -H "Authorization: Bearer $TOKEN" -k
curl -F 'file=@pic.png;type=image/png' -F note=hi https://shop.test/uploads
curl -u 'me:pass word' -G -d a=1 -d 'b={{x' https://other.test/s --no-such-flag
curl -d 'a=1&b=two words' $BASE/form
