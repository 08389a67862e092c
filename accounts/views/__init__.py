"""Screens of accounts; signing in and up are allauth's."""
