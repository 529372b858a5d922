"""The four mechanisms: embedding, cultivation, activation, linking (嵌入、培育、激活、链接), as phases of the week."""
