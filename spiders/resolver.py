"""Names become addresses here, and only public ones come out.

The check stands where the connection takes its address from, so neither a redirect nor a name that answers differently
the second time (DNS rebinding) gets around it.
"""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Any, Self

from scrapy.resolver import CachingHostnameResolver

from crawler.records import Outcome
from spiders.private import is_public

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

# getaddrinfo says "no such name" in several ways; all else (SERVFAIL, no answer) may be the resolver's own fault.
NO_SUCH_NAME = {socket.EAI_NONAME, socket.EAI_NODATA}


class _PublicOnly:
    """Twisted's IResolutionReceiver: passes the public addresses of a name on to another one."""

    def __init__(self, receiver: Any) -> None:
        self.resolutionBegan = receiver.resolutionBegan
        self.resolutionComplete = receiver.resolutionComplete
        self._pass_on = receiver.addressResolved

    def addressResolved(self, address: Any) -> None:  # noqa: N802 - Twisted's name
        """Pass the address on if it is public."""
        if is_public(address.host):
            self._pass_on(address)


class PublicResolver(CachingHostnameResolver):
    """Scrapy's caching resolver without private addresses, unless they are allowed.

    The proxy is always allowed: it stands in the configuration, not in a page.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, *, allow_private: bool, proxy_host: str) -> None:
        super().__init__(reactor, cache_size)
        self._allow_private = allow_private
        self._proxy_host = proxy_host

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Made by Scrapy."""
        return cls(
            reactor,
            crawler.settings.getint("DNSCACHE_SIZE"),
            allow_private=crawler.settings.getbool("MONITOR_ALLOW_PRIVATE_HOSTS"),
            proxy_host=crawler.settings.get("MONITOR_PROXY_HOST", ""),
        )

    def resolveHostName(self, resolutionReceiver: Any, hostName: str, *args: Any, **kwargs: Any) -> Any:  # noqa: N802, N803
        """Twisted's IHostnameResolver; a name that has private addresses only resolves to nothing."""
        free = self._allow_private or hostName == self._proxy_host
        receiver: Any = resolutionReceiver if free else _PublicOnly(resolutionReceiver)
        return super().resolveHostName(receiver, hostName, *args, **kwargs)


async def why_unresolved(host: str) -> Outcome:
    """Ask a second time for a name that gave no address, and say what is wrong with it."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        return Outcome.DNS if error.errno in NO_SUCH_NAME else Outcome.DNS_FAILURE
    except (UnicodeError, ValueError):
        return Outcome.DNS  # no name at all: an empty label, or one of more than 63 characters
    addresses = [str(entry[4][0]) for entry in found]
    if addresses and not any(map(is_public, addresses)):
        return Outcome.PRIVATE_ADDRESS
    return Outcome.DNS_FAILURE  # the second answer differs from the first
