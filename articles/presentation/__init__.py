"""A public row as the readers' templates need it: on the site, and in the newsroom's preview of a composed one.

Everything is read from the row itself, which holds what was signed. Links want names and addresses of shared rows as
they are now; `frame.shared` reads those in one statement. The preview calls `article_page.article_context`.
"""
