"""Who acts, and by what rule."""
