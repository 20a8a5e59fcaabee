fetch('/api/products?from=worker');
