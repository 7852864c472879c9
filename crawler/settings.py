"""Scrapy's settings for one shard, made from its `FetchPolicy`.

Redirects, robots.txt, retries and cookies are switched off here because `spiders.fetch` does the first three itself (it
must know of each) and a monitor has no use for the last.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.settings import Settings

if TYPE_CHECKING:
    from crawler.records import FetchPolicy
    from crawler.shard import ShardTask

BARE_NAME = re.compile(r"^cluster-monitor(?!/)")
OPEN_REQUESTS = 64  # at a time in one process; a host has one


def make_settings(task: ShardTask) -> Settings:
    """The settings of a crawl that writes its visits to the spool of a shard, and its exchanges where that is asked."""
    settings = Settings()
    settings.setdict(_fixed() | _from_policy(task.policy) | {"MONITOR_SPOOL": str(task.spool)}, priority="cmdline")
    if task.evidence:
        settings["DOWNLOADER_MIDDLEWARES"].set("spiders.recorder.Recorder", 598)  # next to the network
        settings.setdict({"MONITOR_WARC": str(task.warc), "MONITOR_NOW": task.now.isoformat()}, priority="cmdline")
    return settings


def user_agent(policy: FetchPolicy) -> str:
    """Name, version and contact, for instance "cluster-monitor/0.1.0 (+https://contact.example)"."""
    return BARE_NAME.sub(f"cluster-monitor/{version('cluster-monitor')}", policy.user_agent)


def _from_policy(policy: FetchPolicy) -> dict[str, Any]:
    return {
        "USER_AGENT": user_agent(policy),
        "DOWNLOAD_DELAY": policy.delay_seconds,
        "DOWNLOAD_DELAY_JITTER": policy.jitter,
        "DOWNLOAD_TIMEOUT": policy.timeout_seconds,
        "DOWNLOAD_MAXSIZE": policy.max_page_bytes,
        "MONITOR_ALLOW_PRIVATE_HOSTS": policy.allow_private_hosts,
        "MONITOR_PROXY_HOST": urlsplit(policy.proxy).hostname or "" if policy.proxy else "",
    }


def _fixed() -> dict[str, Any]:
    return {
        "BOT_NAME": "cluster-monitor",
        "ITEM_PIPELINES": {"pipelines.stages.SpoolStage": 100},
        "EXTENSIONS_BASE": {},  # Scrapy's own, none of which is used: loading one alone takes longer than all our code
        "EXTENSIONS": {"spiders.guard.UnreadContent": 0},
        "DOWNLOADER_MIDDLEWARES": {
            "spiders.guard.PrivateAddressGuard": 10,
            "spiders.guard.PlainResponse": 595,  # between the network and HttpCompressionMiddleware (590)
        },
        "DOWNLOAD_HANDLERS": {
            "http": "spiders.transport.BoundedHandler",
            "https": "spiders.transport.BoundedHandler",
            **dict.fromkeys(("data", "file", "ftp", "s3")),  # pages can name them; nobody may ask for them
        },
        "TWISTED_DNS_RESOLVER": "spiders.resolver.PublicResolver",
        "REACTOR_THREADPOOL_MAXSIZE": 20,  # names being resolved at a time
        "CONCURRENT_REQUESTS": OPEN_REQUESTS,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "CONCURRENT_ITEMS": 2,  # Scrapy starts so many tasks for each item
        "DEFAULT_REQUEST_HEADERS": {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"},
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,  # judged in spiders.fetch
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "REDIRECT_ENABLED": False,
        "REFERER_ENABLED": False,
        "RETRY_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "DOWNLOADER_STATS": False,
        "STATS_DUMP": False,
    }
