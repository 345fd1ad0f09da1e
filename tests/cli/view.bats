#!/usr/bin/env bats
# `view`: what the server gives, and what it refuses.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir -p out/geojson out/.hidden
    printf '{"type":"FeatureCollection","features":[]}' > out/geojson/towns.geojson
    printf '<!doctype html><title>report</title>' > out/report.html
    printf '0123456789' > out/digits.bin
    printf 'secret' > secret.txt
    printf 'hidden' > out/.evenreach
    printf 'hidden' > out/.hidden/file.txt
    ln -s ../secret.txt out/link.txt
    ln -s .. out/up
    printf x > 'out/<img src=x onerror=alert(1)>"&.txt'
    printf x > 'out/臺 100%.txt'
    serve
}

teardown() {
    stop
}

# Start the server on a free port; its address is in $url.
serve() {
    rm -f started complaints # those of an earlier server would be taken for this one's
    "$EVENREACH" view out --port 0 "$@" > started 2> complaints &
    server=$!
    for _ in $(seq 1200); do
        url=$(grep -soE 'http://[^ ]*' started || true)
        [ -n "$url" ] && return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.05
    done
    cat started complaints
    return 1
}

stop() {
    [ -n "${server:-}" ] || return 0
    kill -TERM "$server" 2>/dev/null || true # a shell's background job ignores INT until it is up
    wait "$server" || true
    server=
}

# The status of a request; its body is in the file `body`, its head in `head`.
ask() {
    curl -s --path-as-is -m 10 -o body -D head -w '%{http_code}' "${@:2}" "${url%/}$1"
}

@test "it says where it is, on this machine alone, and ends well on Ctrl-C" {
    [[ "$url" == http://127.0.0.1:*/ ]]
    [ "$(ask /digits.bin)" = 200 ]
    kill -INT "$server"
    wait "$server"
    server=
    run -7 curl -s -m 5 "$url"
}

@test "files come with their type and with what keeps pages in bounds" {
    [ "$(ask /geojson/towns.geojson)" = 200 ]
    cmp body out/geojson/towns.geojson
    grep -qi '^content-type: application/geo+json' head
    grep -qi '^x-content-type-options: nosniff' head
    grep -qi "^content-security-policy: default-src 'none'" head
    run ! grep -qi '^access-control-allow-origin' head
    [ "$(ask /report.html)" = 200 ]
    grep -qi '^content-type: text/html' head
    grep -qi "^content-security-policy:.*script-src 'unsafe-inline'" head
    [ "$(ask '/%E8%87%BA%20100%25.txt')" = 200 ]
}

@test "HEAD gives the head alone; other methods are refused" {
    [ "$(ask /digits.bin -I)" = 200 ]
    grep -qi '^content-length: 10' head
    [ "$(ask /digits.bin -X DELETE)" = 405 ]
    grep -qi '^allow: GET, HEAD' head
    [ "$(ask /digits.bin -X PUT -d data)" = 405 ]
    [ "$(ask /digits.bin -d data)" = 405 ]
    [ "$(ask / -X OPTIONS)" = 405 ]
    [ "$(cat out/digits.bin)" = 0123456789 ]
}

@test "parts of a file" {
    [ "$(ask /digits.bin -r 2-4)" = 206 ]
    [ "$(cat body)" = 234 ]
    grep -qi '^content-range: bytes 2-4/10' head
    [ "$(ask /digits.bin -r 7-)" = 206 ]
    [ "$(cat body)" = 789 ]
    [ "$(ask /digits.bin -r -3)" = 206 ]
    [ "$(cat body)" = 789 ]
    [ "$(ask /digits.bin -r 8-99)" = 206 ]
    [ "$(cat body)" = 89 ]
    [ "$(ask /digits.bin -r 10-)" = 416 ]
    grep -qi '^content-range: bytes \*/10' head
    [ "$(ask /digits.bin -r 1-2,4-5)" = 200 ]
    [ "$(ask /digits.bin -H 'Range: bytes=5-2')" = 200 ]
    [ "$(ask /digits.bin -H 'Range: lines=1-2')" = 200 ]
    [ "$(ask /digits.bin -H 'Range: bytes=99999999999999999999999-')" = 200 ]
}

@test "an unchanged file is not sent again, a changed one is" {
    ask /digits.bin
    tag=$(grep -i '^etag:' head | cut -d' ' -f2 | tr -d '\r')
    [ "$(ask /digits.bin -H "If-None-Match: $tag")" = 304 ]
    [ "$(ask /digits.bin -r 2-4 -H "If-Range: $tag")" = 206 ]
    printf '9876543210!' > out/digits.bin
    [ "$(ask /digits.bin -H "If-None-Match: $tag")" = 200 ]
    [ "$(ask /digits.bin -r 2-4 -H "If-Range: $tag")" = 200 ]
}

@test "nothing outside the folder, no link, nothing hidden" {
    for path in /../secret.txt /..%2fsecret.txt /%2e%2e/secret.txt /geojson/../../secret.txt \
        /geojson/%2e%2e/digits.bin /link.txt /up/secret.txt /up/out/digits.bin /.evenreach /%2eevenreach \
        /.hidden/file.txt /geojson%2ftowns.geojson /geojson%5ctowns.geojson '/geojson\towns.geojson' \
        //digits.bin /digits.bin/ /digits.bin%00 /digits.bin%00.txt /%00 /%zz /% /%f /geojson /geojson/ \
        /%ff%fe /nothing /digits.bin%0d%0aX:y //etc/passwd /./digits.bin; do
        status=$(ask "$path")
        [ "$status" = 404 ] || { echo "$path: $status"; false; }
        run ! grep -q 'secret\|hidden\|0123' body
    done
}

@test "the list links every file, as text and never as markup" {
    [ "$(ask /)" = 200 ]
    grep -q '<a href="/geojson/towns.geojson">geojson/towns.geojson</a>' body
    grep -q '<a href="/report.html">report.html</a>' body
    grep -q 'href="/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%22%26.txt">&lt;img' body
    run ! grep -qi '<img' body
    run ! grep -q 'link.txt\|>[.]evenreach\|hidden' body
    grep -qi "^content-security-policy: default-src 'none'; style-src" head
    run ! grep -qi '<script' body
    for link in $(grep -o 'href="[^"]*"' body | cut -d'"' -f2); do
        [ "$(ask "$link")" = 200 ] || { echo "$link"; false; }
    done
}

@test "another host's name is refused, so that no page can bend one to here" {
    [ "$(ask / -H 'Host: evil.example')" = 403 ]
    [ "$(ask / -H 'Host: localhost.evil.example')" = 403 ]
    [ "$(ask / -H 'Host: 127.0.0.1.evil.example:80')" = 403 ]
    [ "$(ask / -H 'Host: localhost')" = 200 ]
}

@test "pages of this machine may read only when asked for" {
    [ "$(ask /digits.bin -H 'Origin: http://localhost:3000')" = 200 ]
    run ! grep -qi '^access-control' head
    stop
    serve --cors
    [ "$(ask /digits.bin -H 'Origin: http://localhost:3000')" = 200 ]
    grep -qi '^access-control-allow-origin: http://localhost:3000' head
    [ "$(ask /digits.bin -X OPTIONS -H 'Origin: http://127.0.0.1:5000' -H 'Access-Control-Request-Headers: range')" = 204 ]
    grep -qi '^access-control-allow-headers: Range' head
    for origin in http://evil.example http://localhost.evil.example null http://127.0.0.1.evil.example; do
        ask /digits.bin -H "Origin: $origin"
        run ! grep -qi '^access-control-allow-origin' head
    done
}

@test "requests that make no sense do not end it" {
    port=${url##*:}
    port=${port%/}
    for junk in $'\x00\xff\xfe\r\n\r\n' $'GET\r\n\r\n' $'GET / HTTP/9.9\r\n\r\n' \
        $'GET /%%%%%% HTTP/1.1\r\nHost: localhost\r\n\r\n' \
        $'GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n' \
        $'GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'; do
        exec 9<> "/dev/tcp/127.0.0.1/$port"
        printf '%s' "$junk" >&9 || true
        exec 9>&-
    done
    long=$(head -c 40000 /dev/zero | tr '\0' a)
    status=$(ask "/$long")
    [ "$status" != 200 ]
    for _ in $(seq 80); do # more than it takes at once: they wait, or are turned away
        curl -s -m 5 -o /dev/null "${url}digits.bin" &
    done
    wait $(jobs -p | grep -v "^$server\$") || true
    [ "$(ask /digits.bin)" = 200 ]
    kill -0 "$server"
}

@test "a tile of the folder's tiles, or none" {
    rm -f out/evenreach.mbtiles
    [ "$(ask /tiles/0/0/0.pbf)" = 204 ]
    sqlite3 out/evenreach.mbtiles "CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data);
        INSERT INTO tiles VALUES (2, 3, 0, x'1f8b0001')"
    [ "$(ask /tiles/2/3/3.pbf)" = 200 ]
    [ "$(od -An -tx1 body | tr -d ' \n')" = 1f8b0001 ]
    grep -qi '^content-encoding: gzip' head
    grep -qi '^content-type: application/vnd.mapbox-vector-tile' head
    [ "$(ask /tiles/2/3/2.pbf)" = 204 ]
    for path in /tiles/2/4/0.pbf /tiles/2/-1/0.pbf /tiles/99/0/0.pbf /tiles/2/3/3 /tiles/2/3/3.png /tiles/a/b/c.pbf \
        /tiles/ /tiles/2/3/3.pbfx /tiles/99999999999999999999/0/0.pbf; do
        [ "$(ask "$path")" = 404 ] || { echo "$path"; false; }
    done
}

@test "what can't be served is said in one line" {
    run -1 "$EVENREACH" view nowhere
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"nowhere: is no folder"* ]]
    run -2 "$EVENREACH" view out --port 70000
    run -2 "$EVENREACH" view out --host 'no such address'
    port=${url##*:}
    run -1 "$EVENREACH" view out --port "${port%/}"
    [[ "$output" == *"choose another with --port"* ]]
    run -2 "$EVENREACH" view
}

@test "another address is opened only when named, with a warning" {
    stop
    serve --host 0.0.0.0
    grep -q 'open to the network' complaints
    url=${url/0.0.0.0/127.0.0.1}
    [ "$(ask /digits.bin -H 'Host: any.example')" = 200 ]
}
