"""A second service, over tables of its own: what the layer serves by declaration alone.

Installed and mounted by the settings of the tests only.
"""
