/** What a person should know about a model version before trusting it, as JSON and as one self-contained page. */
@NullMarked
package org.equipoise.trainer.modelcard;

import org.jspecify.annotations.NullMarked;
