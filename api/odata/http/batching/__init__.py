"""$batch over HTTP: its headers, its parts as requests of Django, its transactions."""
