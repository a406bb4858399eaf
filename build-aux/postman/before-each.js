const wait = Number(pm.variables.get('until') || 0) - Date.now();

if (wait > 0) {
    setTimeout(() => {}, wait);
}
