"""What stands behind the `Index` port: `memory` and `embedded`."""
