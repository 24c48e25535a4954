"""Работа с биржей: REST и WebSocket."""
