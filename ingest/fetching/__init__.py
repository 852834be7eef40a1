"""Reads pages of websites over HTTP, politely towards the site and safely for the network it is in.

client asks robots which pages are welcome, follows redirects, and names what went wrong; asking
paces and repeats requests; exchange makes one of them, over connections that network pins to the
addresses it has checked.
"""
