"""How long lists are handed out."""

from rest_framework.pagination import PageNumberPagination


class NumberedPages(PageNumberPagination):
    """Fifty rows a page, or as many as `page_size` asks for, two hundred at most."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
