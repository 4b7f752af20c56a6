from django.conf import settings
from django.utils import translation


class StaffLanguageMiddleware:
    """The admin speaks the language of the account. Public pages never ask: they are the same for all readers."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return self.get_response(request)
        known = {code for code, name in settings.LANGUAGES}
        language = request.user.language if request.user.language in known else settings.LANGUAGE_CODE
        with translation.override(language):
            return self.get_response(request)
