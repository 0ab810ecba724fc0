// Transparency
