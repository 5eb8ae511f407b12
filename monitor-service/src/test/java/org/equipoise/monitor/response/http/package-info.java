@NullMarked
package org.equipoise.monitor.response.http;

import org.jspecify.annotations.NullMarked;
