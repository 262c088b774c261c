/** @file Stand-in for Matomo: a visitor id and one page view. */
document.cookie = '_pk_id.1.a1de=a1de40a0d0a726e0.1795219200; path=/; max-age=33955200';
new Image().src =
  'https://stats.paddle-network.example/matomo.php?idsite=1&rec=1&action_name=Tours';
