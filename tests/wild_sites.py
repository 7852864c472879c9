"""The sites of test_site_spider.py: invented, each with a habit of its own."""

from __future__ import annotations

from tests.rawweb import answer, packed, page, redirect

NEWS = "<h2>お知らせ</h2><ul><li>2026年11月1日 <a href='/news/2026/1101.html'>説明会を開催しました</a></li></ul>"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>t</title><item><title>説明会</title>
<link>http://plain.example/news/2026/1101.html</link><pubDate>Sun, 01 Nov 2026 00:00:00 GMT</pubDate></item>
</channel></rss>"""
PLAIN_HOME = """<html lang="ja"><head><title>見本クラスター</title>
<link rel="alternate" type="application/rss+xml" href="/rss.xml"></head><body>
<p>見本クラスターは、地域の企業と大学が集まる会です。</p>
<a href="/news/">お知らせ</a> <a href="/en/" hreflang="en">English</a> <a href="/one.html">一</a>
<a href="tel:+81-3-0000-0000">電話</a> <a href="mailto:a@plain.example">メール</a> <a href="http://[::1">壊れた</a>
<a href="/annual.pdf">年報</a> <a href="/wp-login.php">ログイン</a> <a href="/calendar?date=2026-11-01">カレンダー</a>
<a href="http://plain.example:8/x">別</a> <a href="http://other.example/">会員企業</a></body></html>"""


def lists(number: int) -> str:
    return " ".join(f"<a href='/p{n}.html'>page {n}</a>" for n in range(number))


def retry_once(body: bytes, wait: str):
    seen: list[bool] = []

    def behave(connection, _asked):
        connection.sendall(body if seen else answer("later", "503 Service Unavailable", Retry_After=wait))
        seen.append(True)

    return behave


def endless(connection, _asked):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    while True:
        connection.sendall(b"<p>more and more</p>" * 1000)


ROUTES = {
    "plain.example/robots.txt": answer("User-agent: *\nDisallow: /secret\nSitemap: http://plain.example/map.xml\n"),
    "plain.example/": answer(PLAIN_HOME),
    "plain.example/news/": page("お知らせ", NEWS + "<a href='/secret/x.html'>最新情報</a>"),
    "plain.example/news/2026/1101.html": page("説明会", "<p>説明会を開催しました。多くの参加をいただきました。</p>"),
    "plain.example/rss.xml": answer(FEED, Content_Type="application/rss+xml"),
    "plain.example/map.xml": answer(
        "<urlset><url><loc>http://plain.example/listed.html</loc></url></urlset>", Content_Type="application/xml"
    ),
    "plain.example/listed.html": page("listed", "<p>only the sitemap knows this page</p>"),
    "plain.example/en/": page("Example Cluster", "<p>The cluster brings companies and universities together.</p>"),
    "plain.example/one.html": page("一", "<p>一つ目</p><a href='/two.html'>二</a>"),
    "plain.example/two.html": page("二", "<p>二つ目</p><a href='/three.html'>三</a>"),
    "plain.example/three.html": page("三", "<p>三つ目</p>"),
    "frames.example/": answer("<html><frameset><frame src='menu.html'><frame src='main.html'></frameset></html>"),
    "frames.example/menu.html": page("menu", "<a href='info.html'>更新履歴</a>"),
    "frames.example/main.html": page("main", "<p>枠の中の本文です。</p>"),
    "frames.example/info.html": page("更新履歴", NEWS),
    "refresh.example/": answer("<html><head><meta http-equiv='refresh' content='0; url=top.html'></head></html>"),
    "refresh.example/top.html": page("見本", "<p>本文です。</p><a href='/stub'>活動</a>"),
    "refresh.example/stub": answer("<html><head><meta http-equiv='Refresh' content='0; URL=/stub/'></head></html>"),
    "refresh.example/stub/": page("一覧", "<p>活動の一覧です。</p>"),
    "shell.example/": answer("<html><head><meta http-equiv=refresh content='0;url=http://new.example/'></head></html>"),
    "notice.example/": page(
        "見本クラスター", "<p>当サイトは下記に移転しました。</p><p><a href='http://next.example/'>http://next.example/</a></p>"
    ),
    "next.example/": redirect("http://www.next.example/"),
    "www.next.example/": page("見本クラスター", "<p>新しいサイトです。</p><a href='/about.html'>概要</a>"),
    "raw.example/": page("見本", "<a href='/go.html'>案内</a>"),
    "raw.example/go.html": "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /頁.html\r\n\r\n".encode("cp932"),
    "raw.example/%95%C5.html": page("頁", "<p>アドレスは Shift_JIS です。</p>"),
    "turned.example/*": redirect("http://www.turned.example/"),
    "www.turned.example/": page("見本", "<a href='/folder'>案内</a> <a href='/folder/'>案内</a>"),
    "www.turned.example/folder": redirect("http://www.turned.example/folder/"),
    "www.turned.example/folder/": page("案内", "<p>案内です。</p>"),
    "slowly.example/robots.txt": answer("User-agent: *\nCrawl-delay: 3600\n"),
    "slowly.example/*": page("見本", "<p>本文</p><a href='/news/'>お知らせ</a>"),
    "moved.example/*": redirect("http://new.example/"),
    "new.example/": page("見本クラスター", "<p>新しい場所です。</p><a href='/about.html'>概要</a>"),
    "new.example/about.html": page("概要", "<p>概要です。</p>"),
    "loop.example/": redirect("http://loop.example/a"),
    "loop.example/a": redirect("http://loop.example/"),
    "forbidden.example/robots.txt": answer("User-agent: cluster-monitor\nDisallow: /\n"),
    "forbidden.example/": page("x", "<p>x</p>"),
    "trouble.example/robots.txt": answer("oops", "500 Internal Server Error"),
    "trouble.example/": page("x", "<p>本文</p><a href='/news/'>お知らせ</a>"),
    "later.example/*": answer("later", "503 Service Unavailable", Retry_After="7200"),
    "soon.example/robots.txt": answer("", "404 Not Found"),
    "soon.example/": retry_once(page("soon", "<p>戻りました。</p>"), "1"),
    "blocked.example/robots.txt": answer("", "404 Not Found"),
    "blocked.example/*": answer("<h1>Forbidden</h1>", "403 Forbidden"),
    "gone.example/*": answer("<h1>Gone</h1>", "410 Gone"),
    "noname.example/*": answer("", "502 Bad Gateway", X_Squid_Error="ERR_DNS_FAIL 0"),
    "www.noname.example/*": answer("", "502 Bad Gateway", X_Squid_Error="ERR_DNS_FAIL 0"),
    "bare.example/*": answer("", "502 Bad Gateway", X_Squid_Error="ERR_DNS_FAIL 0"),
    "www.bare.example/": page("見本", "<p>www だけで答えます。</p>"),
    "sick.example/*": answer("<h1>Error</h1>", "500 Internal Server Error"),
    "catchall.example/robots.txt": answer("", "404 Not Found"),
    "catchall.example/": page("見本", f"<p>本文</p>{lists(3)}"),
    "catchall.example/*": page("どこでも同じ", "<p>どの住所でもこの頁です。</p>"),
    "home-for-all.example/": page("見本", f"<p>本文</p>{lists(2)}"),
    "home-for-all.example/*": redirect("http://home-for-all.example/"),
    "bomb.example/": packed(b"<p>0</p>" * 1_000_000),
    "pdf.example/": answer(b"%PDF-1.7 ...", Content_Type="application/pdf"),
    "program.example/": answer(b"\x00\x01\x02" * 50, Content_Type="application/octet-stream"),
    "endless.example/": endless,
    "liar.example/": answer(
        "<html><head><title>見本</title></head><body><p>日本語の頁です。</p></body></html>".encode("cp932"),
        Content_Type="text/html; charset=ISO-8859-1",
    ),
    "pref.example/cluster/": page("見本", "<a href='a.html'>A</a><a href='/tourism/'>ニュース</a><a href='/'>県</a>"),
    "pref.example/cluster/a.html": page("A", "<p>A</p>"),
    "many.example/": page("見本", lists(90)),
    "many.example/*": page("same", f"<p>a page like the others</p>{lists(90)}"),
    "nested.example/": page("x", "<div>" * 20_000 + "深い"),
}  # fmt: skip
# Hosts that no register knows: the others lead there.
HIDDEN = {
    "www.turned.example",
    "www.noname.example",
    "www.bare.example",
    "new.example",
    "next.example",
    "www.next.example",
}
HOSTS = sorted({key.partition("/")[0] for key in ROUTES} - HIDDEN)
